<?php
// Answers every request of the site and writes a line of JSON about it.
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/');
$note = static function (?int $status = null): void {
    $line = json_encode([
        'method' => $_SERVER['REQUEST_METHOD'],
        'path' => $_SERVER['REQUEST_URI'],
        'status' => $status ?? http_response_code(),
        'agent' => $_SERVER['HTTP_USER_AGENT'] ?? '',
        'conditional' => isset($_SERVER['HTTP_IF_NONE_MATCH']) || isset($_SERVER['HTTP_IF_MODIFIED_SINCE']),
    ]);
    file_put_contents(getenv('SITE_LOG'), $line . "\n", FILE_APPEND | LOCK_EX);
};
if ($path !== '/' && is_file($_SERVER['DOCUMENT_ROOT'] . $path) && !str_ends_with($path, '.php')) {
    $note(200);
    return false;
}
header_register_callback(static fn() => $note());  // before the first byte goes out, so that whoever has the answer finds the line
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/index.php';
chdir($_SERVER['DOCUMENT_ROOT']);
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
