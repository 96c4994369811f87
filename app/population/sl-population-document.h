/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "app/population/sl-population-state.h"

/* The population that a window shows, with undo, a file, and a copy on disk that outlives the program.
 *
 * To change something, take the state, change the copy and pass it to sl_population_document_change(): this
 * is one step of undo; all changes during a drag are one step together. Catalogues that were opened live as
 * long as the document.
 *
 * Properties: "focus" (string: name of the population parameter that gradients are taken by; no part of
 * undo). Signals: "changed" (SlPopulationChange); "undo-changed": what can be undone, the name or the file
 * (titles and buttons); "drag" (gboolean begins). */
#define SL_TYPE_POPULATION_DOCUMENT (sl_population_document_get_type ())
G_DECLARE_FINAL_TYPE (SlPopulationDocument, sl_population_document, SL, POPULATION_DOCUMENT, GObject)

typedef enum {
  SL_POPULATION_VALUES,      /* numbers alone */
  SL_POPULATION_STRUCTURE,   /* other parameters than before */
} SlPopulationChange;

SlPopulationDocument *sl_population_document_new (void);
const SlPopulationState *sl_population_document_get_state (SlPopulationDocument *self);
/* What a reset returns to: the preset, or the file as it was opened. */
const SlPopulationState *sl_population_document_get_base (SlPopulationDocument *self);
/* title: of the step, for example "Scatter of halo mass"; translated. */
void sl_population_document_change (SlPopulationDocument *self, const SlPopulationState *state,
                                    const char *title);

void sl_population_document_begin_drag (SlPopulationDocument *self, const char *title);
void sl_population_document_end_drag (SlPopulationDocument *self);
/* Returns to where the drag began, without a step. */
void sl_population_document_cancel_drag (SlPopulationDocument *self);
gboolean sl_population_document_get_dragging (SlPopulationDocument *self);

gboolean sl_population_document_undo (SlPopulationDocument *self);
gboolean sl_population_document_redo (SlPopulationDocument *self);
/* Titles of the next steps; NULL: there is none. */
const char *sl_population_document_get_undo (SlPopulationDocument *self);
const char *sl_population_document_get_redo (SlPopulationDocument *self);

/* FALSE if there is no such preset. The number of galaxies stays. */
gboolean sl_population_document_apply_preset (SlPopulationDocument *self, const char *name);
/* Name of the preset that this began with; "" if it was a file. */
const char *sl_population_document_get_preset (SlPopulationDocument *self);
/* Description of the preset, translated; NULL if it was changed or there is none. */
const char *sl_population_document_get_description (SlPopulationDocument *self);
/* Title of the preset or file, g_free; whether it was changed since. */
char *sl_population_document_get_title (SlPopulationDocument *self);
gboolean sl_population_document_get_changed (SlPopulationDocument *self);

/* What a file has, its catalogue included; read by any thread, before a document takes it. */
typedef struct _SlPopulationOpened SlPopulationOpened;
SlPopulationOpened *sl_population_opened_read (const char *path, GError **error);
void sl_population_opened_free (SlPopulationOpened *self);
/* Takes what was read from path: a step of undo. */
void sl_population_document_take (SlPopulationDocument *self, const char *path, SlPopulationOpened *opened);
/* Both at once. */
gboolean sl_population_document_open (SlPopulationDocument *self, const char *path, GError **error);
gboolean sl_population_document_save (SlPopulationDocument *self, const char *path, GError **error);
/* The file it was opened from or saved to; NULL: none. */
const char *sl_population_document_get_path (SlPopulationDocument *self);

/* Reads the copy on disk at path, if there is one, and writes it there a second after each change; no step.
 * n: galaxies to draw, which a description does not say. message: why it could not be read, g_free; or NULL.
 */
void sl_population_document_attach (SlPopulationDocument *self, const char *path, guint64 n, char **message);
/* The same in two steps, so that another thread can read the copy. TRUE: there is one to read. */
gboolean sl_population_document_begin_attach (SlPopulationDocument *self, const char *path, guint64 n);
/* opened: taken; NULL: error says why. Returns the message. */
char *sl_population_document_end_attach (SlPopulationDocument *self, const char *path,
                                         SlPopulationOpened *opened, const GError *error);
char *sl_population_document_default_path (void);
/* Takes a copy on disk for itself, as long as it lives: one that a closed window left, or a new one. Returns
 * the path for sl_population_document_attach(); g_free. */
char *sl_population_document_claim (SlPopulationDocument *self);
/* Number of copies that closed windows left and that nobody has claimed. */
guint sl_population_document_count_left (void);
/* Before the end. keep: the copy on disk is written, unless there is nothing to keep and other windows have
 * copies; else unsaved work is put aside and the copy removed. */
gboolean sl_population_document_leave (SlPopulationDocument *self, gboolean keep, GError **error);
/* Files with unsaved work that something else took the place of, the newest first; g_strfreev. */
char **sl_population_document_list_aside (SlPopulationDocument *self);
/* Writes the copy now. */
gboolean sl_population_document_flush (SlPopulationDocument *self, GError **error);

const char *sl_population_document_get_focus (SlPopulationDocument *self);
void sl_population_document_set_focus (SlPopulationDocument *self, const char *name);
