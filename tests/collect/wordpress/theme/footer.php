<footer><p>Copyright © <?php bloginfo('name'); ?>. All rights reserved.</p></footer>
<?php wp_footer(); ?>
</body>
</html>
