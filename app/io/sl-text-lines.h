/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* The lines of a file of text one after the other, however long the file: a block of it is in memory. Lines
 * end with CR, LF or both; a byte order mark is left out. One thread at a time. */
typedef struct _SlTextLines SlTextLines;

/* Most bytes of a line. */
#define SL_TEXT_LINES_MOST 65536

/* what: "a table", for messages (translated). NULL with SL_ERROR_FILE where there is no regular file. */
SlTextLines *sl_text_lines_open (const char *path, const char *what, GError **error);
/* The next line without its end, as valid UTF-8 in memory of self that the caller may change, until the next
 * call. NULL without an error at the end of the file; with SL_ERROR_FILE where it is no text or cannot be
 * read, SL_ERROR_DATA where the line is too long. */
char *sl_text_lines_next (SlTextLines *self, GError **error);
/* The number of that line, from 1 on; 0 before the first. */
gsize sl_text_lines_number (const SlTextLines *self);
/* Begins again with the first line. */
void sl_text_lines_rewind (SlTextLines *self);
void sl_text_lines_free (SlTextLines *self);
