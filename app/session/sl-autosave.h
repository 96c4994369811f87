/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Keeps a document on disk, so that it outlives the program: written a second after each change, at a path
 * that the user does not choose. Main thread. */
typedef struct _SlAutosave SlAutosave;

typedef gboolean (*SlAutosaveWrite) (gpointer document, const char *path, GError **error);
typedef void (*SlAutosaveFailed) (gpointer document, const GError *error);

/* Without a path, so nothing is written yet. document: borrowed; it owns this. failed: a write after a change
 * failed. */
SlAutosave *sl_autosave_new (gpointer document, SlAutosaveWrite write, SlAutosaveFailed failed);
void sl_autosave_free (SlAutosave *self);
/* NULL: nowhere. */
void sl_autosave_set_path (SlAutosave *self, const char *path);
/* After a change of the document. */
void sl_autosave_soon (SlAutosave *self);
/* What changed needs no writing: it was just read. */
void sl_autosave_forget (SlAutosave *self);
gboolean sl_autosave_get_pending (SlAutosave *self);
/* Writes now; creates the folder. TRUE without a path. */
gboolean sl_autosave_flush (SlAutosave *self, GError **error);
/* Renames the file at the path, which cannot be used, to a name ending in ".bad". Returns that name, g_free;
 * NULL: it could not be renamed. */
char *sl_autosave_set_aside (SlAutosave *self);

/* The path of a file of this name where the program keeps its state; g_free. */
char *sl_autosave_default_path (const char *name);

/* Several windows, also those of several processes, keep a copy each: NAME, NAME-2 and so on, with the ending
 * of name. Locks a copy that nobody else has, until the document is freed: the first that exists, else the
 * first free name. Returns its path, which sl_autosave_set_path() takes; g_free. */
char *sl_autosave_claim (SlAutosave *self, const char *name);
/* Number of copies that exist and that nobody has claimed: of windows that were closed. */
guint sl_autosave_count_left (const char *name);
/* Before the document ends. keep: its copy is written for the next start, unless it is not worth that and
 * others have copies of this name; else put_aside() is called and the copy removed. FALSE where one of these
 * failed. */
gboolean sl_autosave_leave (SlAutosave *self, const char *name, gboolean worth,
                            gboolean (*put_aside) (gpointer document, GError **error), gboolean keep,
                            GError **error);

/* Unsaved work that something else takes the place of: files NAME-NUMBER beside the copy, with the ending of
 * name. The oldest are removed when there are more than SL_AUTOSAVE_MOST_ASIDE. */
#define SL_AUTOSAVE_MOST_ASIDE 20
/* TRUE without a path. */
gboolean sl_autosave_put_aside (SlAutosave *self, const char *name, SlAutosaveWrite write, GError **error);
/* Their paths, the newest first; g_strfreev. */
char **sl_autosave_list_aside (SlAutosave *self, const char *name);
/* Whether a path is one of them. */
gboolean sl_autosave_is_aside (SlAutosave *self, const char *name, const char *path);
