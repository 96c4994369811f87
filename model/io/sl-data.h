/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Locates the data files that come with the program, and checks whether they are as shipped. Thread: any. */

/* Full path of a data file such as "filters.h5": the first that exists of
 *   $STARLOOM_DATA/                          (an override; nobody has to set it)
 *   <folder of the executable>/../share/starloom/data/
 *   the source tree's data/                  (running from a build folder)
 *   the data folder given when the program was built.
 * Where none has it, the path in the last of these, so that opening it names
 * the place where the file should be. Never NULL; g_free. */
char *sl_data_path (const char *basename);
/* Forbids to write over files of the folders in which sl_data_path() looks. */
void sl_data_keep (void);

/* Whether a file lies in a folder of data that comes with the program (not in $STARLOOM_DATA, unless that is
 * one of them). */
gboolean sl_data_is_own (const char *path);

/* One row of SHA256SUMS. */
typedef struct {
  char *name;     /* "filters.h5" */
  char *path;     /* where it was looked for */
  char *expected; /* 64 lower-case hexadecimal digits */
  char *found;    /* likewise, of the file as it is; NULL where it cannot be read */
  char *problem;  /* NULL where the file is correct; else a sentence for the user */
  gboolean ok;    /* found equals expected */
} SlDataFile;
void sl_data_file_free (SlDataFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlDataFile, sl_data_file_free)

/* Compares every file that <folder>/SHA256SUMS lists with its checksum. folder NULL: list and files are those
 * that sl_data_path() finds, each on its own, as the program would read them. Returns SlDataFile rows in the
 * order of the list (g_ptr_array_unref), wrong ones with ok FALSE; *all_ok (may be NULL): whether all are
 * correct. NULL with SL_ERROR_FILE where the list is missing, or SL_ERROR_DATA where it is malformed or
 * empty. */
GPtrArray *sl_data_verify (const char *folder, gboolean *all_ok, GError **error);

/* Appends a remedy to an error about a data file: install the data again, or the alternative `otherwise`
 * (translated; "or ..."). */
void sl_data_advise (GError **error, const char *otherwise);
