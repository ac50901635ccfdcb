<?php get_header(); ?>
<main class="listing">
<?php while (have_posts()) : the_post(); ?>
<article <?php post_class(); ?>><h2 class="entry-title"><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h2>
<time datetime="<?php echo get_the_date('c'); ?>"><?php echo get_the_date('d/m/Y'); ?></time><?php the_excerpt(); ?></article>
<?php endwhile; ?>
<?php the_posts_pagination(); ?>
</main>
<?php get_footer(); ?>
