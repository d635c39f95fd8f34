### What went wrong

## Beside a form's field

error-required = Fill this in.
error-too-long = Use at most { $max } characters.
error-too-short = Use at least { $min } characters.
error-slug = Use lower-case letters, digits and single hyphens only.
error-taken = This is used already. Choose another.
error-date = Give a date that exists, such as 2026-05-01.
error-time = Give a time from 00:00 to 23:59.
error-zone = Choose a time zone from the list, such as Asia/Vientiane.
error-end-before-start = The end is before the start.
error-link = Give a whole address that begins with https:// or http://.
error-email = Give an e-mail address such as name@example.org.
error-choice = Choose one of those offered.
error-control = Remove the characters that cannot be seen.
error-mismatch = The two passwords differ.
error-summary = Not saved: please check these fields
error-of-field = { $field }: { $problem }
