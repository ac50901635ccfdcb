<?php
// What an editor does to the site: reads orders as JSON from standard input, writes the ids and addresses of the posts as JSON.
// {"install": NAME, "zone": ZONE, "posts": [...]} or {"posts": [...]}; a post with an id is changed, {"id": 7, "trash": true} goes to the bin.
$orders = json_decode(stream_get_contents(STDIN), true, 64, JSON_THROW_ON_ERROR);
if (isset($orders['install'])) {
    define('WP_INSTALLING', true);
}
$_SERVER['HTTP_HOST'] = parse_url(getenv('SITE_URL'), PHP_URL_HOST) . ':' . parse_url(getenv('SITE_URL'), PHP_URL_PORT);
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';
require getenv('SITE_ROOT') . '/wp-load.php';
global $wpdb, $wp_rewrite;

if (isset($orders['install'])) {
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    add_filter('pre_wp_mail', '__return_true');
    wp_install($orders['install'], 'redaksi', 'redaksi@example.invalid', true, '', 'redaksi');
    wp_delete_post(1, true);  // what a fresh WordPress greets with
    wp_delete_post(2, true);
    update_option('timezone_string', $orders['zone']);
    update_option('blogdescription', $orders['tagline'] ?? '');
    $wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%day%/%postname%/');
    $wp_rewrite->init();
    flush_rewrite_rules();
    wp_cache_flush();
    create_initial_post_types();  // with the addresses just chosen
    create_initial_taxonomies();
}

wp_defer_term_counting(true);
$wpdb->query('START TRANSACTION');
$sticky = get_option('sticky_posts', []);
$found = [];
foreach ($orders['posts'] as $post) {
    if (!empty($post['trash'])) {
        wp_trash_post($post['id']);
        continue;
    }
    $fields = array_filter([
        'ID' => $post['id'] ?? null,
        'post_title' => $post['title'] ?? null,
        'post_content' => $post['content'] ?? null,
        'post_date' => $post['date'] ?? null,
        'post_status' => $post['status'] ?? (isset($post['id']) ? null : 'publish'),
        'post_password' => $post['password'] ?? null,
        'post_author' => isset($post['id']) ? null : 1,
    ], static fn($value) => $value !== null);
    $id = isset($post['id']) ? wp_update_post(wp_slash($fields), true) : wp_insert_post(wp_slash($fields), true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message());
        exit(1);
    }
    if (isset($post['modified'])) {
        $changed = ['post_modified' => $post['modified'], 'post_modified_gmt' => get_gmt_from_date($post['modified'])];
        $wpdb->update($wpdb->posts, $changed, ['ID' => $id]);
        clean_post_cache($id);
    }
    if (!empty($post['sticky'])) {
        $sticky[] = $id;
    }
    $found[] = ['id' => $id, 'url' => get_permalink($id), 'modified' => get_post($id)->post_modified];
}
update_option('sticky_posts', $sticky);
$wpdb->query('COMMIT');
wp_defer_term_counting(false);
echo "\n", json_encode($found);
