/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Opening files to read. Only regular files are opened: a pipe would block, a device has no end. Thread:
 * any. */

/* Opens a regular file, without ever waiting for another process; *bytes (may be NULL): its size. what:
 * "a table", for messages (translated). The descriptor (close), or -1 with SL_ERROR_FILE that names the
 * file. */
int sl_file_open (const char *path, const char *what, guint64 *bytes, GError **error);
/* The whole file with a 0 after it, of at most `most` bytes (g_free); length may be NULL. NULL with
 * SL_ERROR_FILE where it cannot be read or is longer. */
char *sl_file_read (const char *path, const char *what, gsize most, gsize *length, GError **error);
/* The SHA-256 of a file in hexadecimal digits (g_free), or NULL with SL_ERROR_FILE where it cannot be
 * read. */
char *sl_file_checksum (const char *path, const char *what, GError **error);
/* Whether a file is HDF5 by its first bytes, or by its name where it cannot be read. */
gboolean sl_file_is_hdf5 (const char *path);
