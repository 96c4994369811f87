/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* The one way in which the program writes files: beside the final path under a temporary name, synchronised,
 * then renamed, so that a full disk or a killed program leaves the old file as it was. A symbolic link stays,
 * and the file that it points to is replaced. Functions may be called from any thread. */
typedef struct _SlNewFile SlNewFile;

/* Permissions of a file that nobody else may read, and of one like any other; those of an existing file are
 * kept. */
#define SL_FILE_PRIVATE 0600
#define SL_FILE_SHARED 0666

/* Creates the temporary file, empty. NULL with SL_ERROR_FILE, which names path, where sl_file_can_write()
 * fails or the folder cannot be written. Temporary files that ended programs left in the folder are removed,
 * once per folder. */
SlNewFile *sl_new_file_begin (const char *path, guint mode, GError **error);
/* Path of the temporary file. Owned by self. */
const char *sl_new_file_temporary (const SlNewFile *self);
/* Writes bytes behind those that were written so. FALSE with SL_ERROR_FILE: the disk is full, for example. */
gboolean sl_new_file_append (SlNewFile *self, const void *data, gsize length, GError **error);
/* Synchronises the temporary file and puts it in the place of the final one. On failure the old file is as it
 * was, and nothing but sl_new_file_free() may be done with self. */
gboolean sl_new_file_commit (SlNewFile *self, GError **error);
/* Removes the temporary file unless it was committed. */
void sl_new_file_free (SlNewFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlNewFile, sl_new_file_free)

/* A whole file. length: of data, bytes. */
gboolean sl_file_write (const char *path, const void *data, gsize length, guint mode, GError **error);
/* Removes temporary files that ended programs left in a folder. */
void sl_files_clean (const char *folder);
