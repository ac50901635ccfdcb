<?php get_header(); ?>
<main>
<?php while (have_posts()) : the_post(); ?>
<article id="post-<?php the_ID(); ?>" <?php post_class(); ?>>
<h1 class="entry-title"><?php the_title(); ?></h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="<?php echo get_the_date('c'); ?>"><?php echo get_the_date('d/m/Y H:i'); ?> WITA</time></span></div>
<div class="entry-content">
<?php the_content(); ?>
<?php wp_link_pages(['before' => '<div class="page-links">Halaman: ', 'after' => '</div>']); ?>
</div>
</article>
<div class="related"><h3>Berita Terkait</h3><ul>
<?php foreach (get_posts(['numberposts' => 4, 'exclude' => [get_the_ID()]]) as $other) : ?>
<li><a href="<?php echo get_permalink($other); ?>"><?php echo esc_html(get_the_title($other)); ?></a></li>
<?php endforeach; ?>
</ul></div>
<?php endwhile; ?>
</main>
<?php get_footer(); ?>
