/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* What the tests of readers share. */

/* A folder of this program's own, made at first use. */
const char *io_folder (void);
/* Removes the folder and what is in it. Call once, after g_test_run(). */
void io_remove_folder (void);
/* io_folder()/basename. g_free. */
char *io_path (const char *basename);
/* A file that the project ships in data/. g_free. */
char *io_shipped (const char *basename);
/* How many files the folder holds. */
guint io_count_files (void);

/* error is of the domain SL_ERROR, has this code, and its message holds both
 * strings. Frees error and sets it to NULL. */
void io_assert_error (GError **error, int code, const char *names, const char *says);
