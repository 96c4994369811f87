/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* The undo stack of a document, and the drag that is under way. A snapshot is a plain value of a fixed size,
 * copied by bytes: strings in it are interned or arrays. A step holds the snapshots before and after a
 * change, and a title. The document itself changes its state; this only remembers. Main thread. */
typedef struct _SlUndo SlUndo;

typedef gboolean (*SlUndoEqual) (gconstpointer a, gconstpointer b);

/* size: of a snapshot, bytes. Steps beyond max_steps are forgotten, the oldest first. */
SlUndo *sl_undo_new (gsize size, guint max_steps, SlUndoEqual equal);
void sl_undo_free (SlUndo *self);

/* Adds a step; steps that were undone are forgotten. Copies all. */
void sl_undo_record (SlUndo *self, gconstpointer before, gconstpointer after, const char *title);
/* Moves back or forth by one step. Returns the snapshot to go to, valid until the next change of the stack;
 * NULL: there is no step. */
gconstpointer sl_undo_back (SlUndo *self);
gconstpointer sl_undo_forward (SlUndo *self);
/* Titles of the next step back and forth; NULL: there is none. */
const char *sl_undo_get_undo_title (SlUndo *self);
const char *sl_undo_get_redo_title (SlUndo *self);
/* Calls function for both snapshots of every step; it may change them. */
void sl_undo_foreach (SlUndo *self, void (*function) (gpointer snapshot, gpointer data), gpointer data);

/* A drag: changes from begin to end are one step. now: the present snapshot. */
void sl_undo_begin_drag (SlUndo *self, gconstpointer now, const char *title);
/* Ends the drag, if there is one. Records a step if now differs from where it began; returns whether. */
gboolean sl_undo_end_drag (SlUndo *self, gconstpointer now);
/* Ends the drag without a step. Returns where it began, valid until the next drag; NULL: there is none. */
gconstpointer sl_undo_cancel_drag (SlUndo *self);
gboolean sl_undo_get_dragging (SlUndo *self);
/* Where the drag began. */
gconstpointer sl_undo_get_drag_start (SlUndo *self);
