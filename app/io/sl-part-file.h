/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Rows of results of a long run as they come, beside the file that will hold them, so that a run that ends
 * early can go on. A header says what run it is; rows follow, each of the same length. Main thread. */
typedef struct _SlPartFile SlPartFile;

/* The file of the results in path: path with ".part". g_free. */
char *sl_part_file_path (const char *path);
/* Opens the part of the run that `run` describes, one thing a line, for rows of row_bytes; *done: whole rows
 * that it has. NULL with SL_ERROR_FILE where another process uses it, it cannot be written, it belongs to
 * another run, or it has rows and resume is FALSE: these are the user's to keep or to remove. */
SlPartFile *sl_part_file_open (const char *path, const char *run, gsize row_bytes, gboolean resume,
                               gsize *done, GError **error);
/* Adds n rows behind those that there are, and makes sure that they are on the disk. */
gboolean sl_part_file_append (SlPartFile *self, const void *rows, gsize n, GError **error);
/* Reads rows first ... first + n - 1. */
gboolean sl_part_file_read (SlPartFile *self, void *rows, gsize first, gsize n, GError **error);
/* Closes the file, and removes it where its results are no longer needed or there are none. */
void sl_part_file_close (SlPartFile *self, gboolean remove);
