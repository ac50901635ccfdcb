"""Answers: what is a page, what a challenge, how long to wait."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from requests.structures import CaseInsensitiveDict

from extractor.collect.answers import Kind, is_challenge, is_wanted, looks_like_html, retry_after

NO_HEADERS: CaseInsensitiveDict[str] = CaseInsensitiveDict()


@pytest.mark.parametrize(
    ("kind", "content_type", "path", "wanted"),
    [
        (Kind.PAGE, "text/html; charset=utf-8", "/a", True),
        (Kind.PAGE, "TEXT/HTML", "/a", True),
        (Kind.PAGE, "application/xhtml+xml", "/a", True),
        (Kind.PAGE, None, "/a", True),  # the body will tell
        (Kind.PAGE, "application/pdf", "/a", False),
        (Kind.PAGE, "application/json", "/a", False),
        (Kind.PAGE, "image/jpeg", "/a.html", False),
        (Kind.LISTING, "text/html", "/", True),
        (Kind.LISTING, "application/rss+xml; charset=UTF-8", "/feed/", True),
        (Kind.LISTING, "application/atom+xml", "/feed/", True),
        (Kind.LISTING, "text/xml", "/sitemap.xml", True),
        (Kind.LISTING, "application/json", "/wp-json/wp/v2/posts", True),
        (Kind.LISTING, "application/x-gzip", "/sitemap.xml.gz", True),
        (Kind.LISTING, "application/octet-stream", "/sitemap.xml.gz", True),
        (Kind.LISTING, "application/octet-stream", "/program.exe", False),
        (Kind.LISTING, "video/mp4", "/feed/", False),
        (Kind.ANY, "video/mp4", "/a", True),
    ],
)
def test_the_type_of_content_must_be_one_that_was_asked_for(kind, content_type, path, wanted):
    assert is_wanted(kind, content_type, path) is wanted


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"CF-Mitigated": "challenge"}, b""),
        ({"x-amzn-waf-action": "challenge"}, b""),
        ({}, b"<!DOCTYPE html><title>Just a moment...</title>"),
        ({}, b"<html><head><title>\n Attention Required! | Cloudflare </title>"),
        ({}, b"<html><script>window._cf_chl_opt={}</script>"),
        ({}, b"<html><script>sucuri_cloudproxy_js='';</script>"),
    ],
)
def test_challenge_pages_are_known_by_header_title_or_script(headers, body):
    assert is_challenge(CaseInsensitiveDict(headers), body)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><title>Tunggu sebentar</title><p>Just a moment... kata pemandu acara.</p>",
        b"<html><title>Just a moment... tiga pekerja menanti klaim</title>",
        b"<html><title>Kabar</title><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",  # on each page
        b"<html><title>Kabar</title><script src='/_Incapsula_Resource?x'></script>",
        b'{"title": "<title>Just a moment...</title>"}',
        b"",
    ],
)
def test_posts_that_look_a_little_like_one_are_none(body):
    assert not is_challenge(NO_HEADERS, body)


def test_html_is_known_without_a_type():
    assert looks_like_html(b"\xef\xbb\xbf\n<!doctype HTML>\n<html>")
    assert looks_like_html(b"<!-- kabar --><HTML lang=id>")
    assert not looks_like_html(b"%PDF-1.7")
    assert not looks_like_html(b"<?xml version='1.0'?><rss>")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120.0), (" 0 ", 0.0), (None, None), ("besok", None), ("", None), ("-5", None), ("9" * 30, 2.0**31)],
)
def test_a_wait_is_read_in_seconds(value, seconds):
    assert retry_after(value) == seconds


def test_a_wait_is_read_as_a_date():
    assert retry_after(formatdate(time.time() + 90, usegmt=True)) == pytest.approx(90, abs=2)
    assert retry_after("Mon, 02 Sep 2024 03:00:00 GMT") == 0.0
