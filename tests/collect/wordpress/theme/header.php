<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
<meta charset="<?php bloginfo('charset'); ?>">
<meta property="og:site_name" content="<?php bloginfo('name'); ?>">
<?php if (is_single()) : ?>
<meta property="og:type" content="article">
<meta property="og:title" content="<?php echo esc_attr(get_the_title()); ?>">
<meta property="article:published_time" content="<?php echo get_the_date('c'); ?>">
<?php endif; ?>
<?php wp_head(); ?>
</head>
<body <?php body_class(); ?>>
<header><a href="<?php echo home_url('/'); ?>"><?php bloginfo('name'); ?></a></header>
<nav><ul><li><a href="/">Beranda</a></li><li><a href="/category/daerah/">Daerah</a></li><li><a href="/category/ekonomi/">Ekonomi</a></li></ul></nav>
