/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Files that must not be overwritten: what the program reads in this run, and its own data. Functions may be
 * called from any thread. */

/* From now on sl_file_keep() counts. Called once, by the program: tests read what they wrote. */
void sl_files_guard (void);
/* The file at path is an input of this run. One that does not exist is ignored. */
void sl_file_keep (const char *path);
/* All files of this folder belong to the program. */
void sl_files_keep_folder (const char *folder);

/* Whether a file may be written: path names a regular file that is not kept, or nothing yet in a folder that
 * exists. FALSE with SL_ERROR_FILE, which names path and what it is instead. */
gboolean sl_file_can_write (const char *path, GError **error);
/* The path behind symbolic links, whose last target need not exist yet. g_free. */
char *sl_file_resolve (const char *path);
