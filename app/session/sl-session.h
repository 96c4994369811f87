/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "app/session/sl-session-types.h"
#include "model/galaxy/sl-options.h"
#include "model/galaxy/sl-presets.h"

/* The document of the galaxy's window: a galaxy, galaxies pinned for comparison, plots and their layout, the
 * scene it started from, what gradients are shown, and undo. Knows no window. Main thread only.
 *
 * Changes between sl_session_begin_drag() and sl_session_end_drag() are one step of undo.
 *
 * States that the model excludes cannot be reached: a parameter that is moved against its partner (lg_drop
 * and lg_rejuv, late_index and early_index, lgyr_peak and lgyr_max) pushes it along in the same step, and
 * lets it return within the same drag.
 *
 * Properties: "can-undo", "can-redo", "changed" (boolean: differs from the preset), "preset" (string),
 * "gradient" (uint, SlParamId), "focus" (string, an observable), "follow" (boolean), "locks",
 * "more-gradients" (both SlParamSet, read only), "document" (string, a path; read only), "document-modified"
 * (boolean, read only).
 *
 * Signals:
 * "galaxy-changed" (const SlParamSet *params, gboolean options): the parameters whose values changed, and
 * whether SFH form or options did
 * "pins-changed": pins, their names, which are shown, or "differences"
 * "layout-changed"
 * "drag" (int id): a drag of that parameter begins, before the galaxy changes; -1: it ends
 * "message" (string): for the user */
#define SL_TYPE_SESSION (sl_session_get_type ())
G_DECLARE_FINAL_TYPE (SlSession, sl_session, SL, SESSION, GObject)

/* The boxed type of SlParamSet, for properties. */
#define SL_TYPE_PARAM_SET (sl_param_set_get_type ())
GType sl_param_set_get_type (void);

#define SL_SESSION_START_PRESET SL_PRESET_DEFAULT

/* A session in its initial state, without a copy on disk. */
SlSession *sl_session_new (void);

/* Path of the copy on disk; g_free. */
char *sl_session_default_path (void);
/* Reads the copy on disk at path, if there is one, and from then on writes every change there, atomically and
 * at most about once a second. A file that cannot be used is renamed (".bad" appended) and *message says so;
 * g_free. Never fails. */
void sl_session_attach (SlSession *self, const char *path, char **message);
/* Takes a copy on disk for itself, as long as it lives: one that a closed window left, or a new one. Returns
 * the path for sl_session_attach(); g_free. */
char *sl_session_claim (SlSession *self);
/* Number of copies that closed windows left and that no session has claimed. */
guint sl_session_count_left (void);
/* Before the end of a session. keep: the copy on disk is written, unless there is nothing to keep and other
 * windows have copies; else unsaved work is put aside and the copy removed. */
gboolean sl_session_leave (SlSession *self, gboolean keep, GError **error);
/* Writes the copy on disk now. */
gboolean sl_session_flush (SlSession *self, GError **error);

/* Valid until the next change. */
const SlGalaxy *sl_session_get_galaxy (SlSession *self);
double sl_session_get_value (SlSession *self, SlParamId id);
/* The value after a reset: that of the preset. */
double sl_session_get_default (SlSession *self, SlParamId id);
gboolean sl_session_group_changed (SlSession *self, SlParamGroup group);
/* Values out of range are clamped; NaN is ignored. */
void sl_session_set_value (SlSession *self, SlParamId id, double value);

/* A value that needs a table (`table` of the form or of the metals) does nothing while there is none. */
void sl_session_set_option (SlSession *self, SlOptionId id, guint value);
/* Sets a table and the value of the option that uses it, in one step; id: SL_OPTION_SFH_FORM or
 * SL_OPTION_METALS. FALSE with SL_ERROR_PARAMETER if the model cannot use it. */
gboolean sl_session_set_table (SlSession *self, SlOptionId id, const SlTable *table, GError **error);
/* Edges of the bins of the continuity form, Gyr. FALSE with SL_ERROR_PARAMETER unless they increase from 0.
 */
gboolean sl_session_set_edges (SlSession *self, const double edges[SL_SFH_N_BINS + 1], GError **error);

/* Emission lines. A saved session knows them by name: numbers of lines mean nothing before the names of the
 * library are set, and follow the names if another library is loaded. Lines that it lacks are kept for one
 * that has them; bits of lines_off at and above n are theirs. */
void sl_session_set_line_names (SlSession *self, const char *const *names, guint n);
void sl_session_set_line (SlSession *self, guint line, gboolean shines);
/* Switches all lines with a bit in which, in one step. */
void sl_session_set_lines (SlSession *self, const guint64 which[SL_MAX_LINES / 64], gboolean shine);
gboolean sl_session_get_line (SlSession *self, guint line);
/* Number of the library's lines that are off. */
guint sl_session_count_lines_off (SlSession *self);

/* Locked parameters keep their values: sliders, presets, resets and partners that push do not change them,
 * and a parameter that would push one stops at it, with a "message". Locks are part of the saved state and of
 * undo, which changes locked parameters like all others. */
void sl_session_set_locked (SlSession *self, SlParamId id, gboolean locked);
gboolean sl_session_get_locked (SlSession *self, SlParamId id);
/* Bit i: parameter i; all in one step. */
SlParamSet sl_session_get_locks (SlSession *self);

void sl_session_begin_drag (SlSession *self, SlParamId id);
/* The same of time that passes or is chosen: the gradient does not follow. */
void sl_session_begin_sweep (SlSession *self, SlParamId id);
void sl_session_end_drag (SlSession *self);
/* Returns to where the drag began, without a step. */
void sl_session_cancel_drag (SlSession *self);
gboolean sl_session_get_dragging (SlSession *self);

void sl_session_reset (SlSession *self, SlParamId id);
void sl_session_reset_group (SlSession *self, SlParamGroup group);
void sl_session_reset_all (SlSession *self);
/* Applies the preset or scene of a name in one step, with the gradients it shows. FALSE if there is none. */
gboolean sl_session_apply_preset (SlSession *self, const char *name);
/* The same with a scene; if no table has its name, the session keeps it as long as it lives. */
void sl_session_apply_scene (SlSession *self, const SlSessionScene *scene);
/* The preset as it was applied: its title, its caption. Valid until the next change. */
const SlSessionScene *sl_session_get_scene (SlSession *self);
const char *sl_session_get_preset (SlSession *self);
/* Whether the galaxy, and pins and plots if the preset has them, differ from the preset. */
gboolean sl_session_get_changed (SlSession *self);

/* Pins: galaxies to compare with, in sl-session-pins.c; part of undo and of files. Pins the present galaxy
 * under the next free letter. Returns its number, or -1 with a "message" if there is no space. */
int sl_session_pin (SlSession *self);
guint sl_session_n_pins (SlSession *self);
/* NULL past the last. Valid until the next change. */
const SlSessionPin *sl_session_get_pin (SlSession *self, guint i);
/* A blank name changes nothing, a long one is cut. */
void sl_session_rename_pin (SlSession *self, guint i, const char *name);
void sl_session_show_pin (SlSession *self, guint i, gboolean shown);
/* Exchanges the present galaxy and the pin, locked parameters included. */
void sl_session_swap_pin (SlSession *self, guint i);
void sl_session_remove_pin (SlSession *self, guint i);
void sl_session_remove_all_pins (SlSession *self);
void sl_session_set_differences (SlSession *self, gboolean differences);
gboolean sl_session_get_differences (SlSession *self);

/* Plots and their layout, in sl-session-layout.c; part of undo and of files. Valid until the next change. */
const SlSessionLayout *sl_session_get_layout (SlSession *self);
/* One step; title: translated. */
void sl_session_set_layout (SlSession *self, const SlSessionLayout *layout, const char *title);
void sl_session_set_tiling (SlSession *self, SlTiling tiling);
/* Sets the kind of plot i; i may be one past the last if there is space. A new kind begins without choices.
 */
void sl_session_set_tile (SlSession *self, guint i, const char *figure);
void sl_session_set_tile_choice (SlSession *self, guint i, const char *choice, const char *value);
/* Nothing if the tiling needs that many. */
void sl_session_remove_tile (SlSession *self, guint i);

gboolean sl_session_undo (SlSession *self);
gboolean sl_session_redo (SlSession *self);
gboolean sl_session_get_can_undo (SlSession *self);
gboolean sl_session_get_can_redo (SlSession *self);
/* Title of the next undo or redo, translated: "Quenching time"; NULL if there is none. */
const char *sl_session_get_undo_title (SlSession *self);
const char *sl_session_get_redo_title (SlSession *self);

/* Which gradients are shown; part of the saved state, not of undo. */
void sl_session_set_gradient (SlSession *self, SlParamId id);
SlParamId sl_session_get_gradient (SlSession *self);
/* Parameters that are varied together with the gradient's, so that gradients are along all of them. Setting
 * another gradient clears them. Notifies "gradient". */
void sl_session_set_tied (SlSession *self, SlParamSet tied);
SlParamSet sl_session_get_tied (SlSession *self);
/* Parameters whose gradients are drawn as well. */
void sl_session_set_more_gradients (SlSession *self, SlParamSet more);
SlParamSet sl_session_get_more_gradients (SlSession *self);
void sl_session_set_focus (SlSession *self, const char *observable);
const char *sl_session_get_focus (SlSession *self);
/* A drag makes its parameter the gradient's, which is part of its step of undo. */
void sl_session_set_follow (SlSession *self, gboolean follow);
gboolean sl_session_get_follow (SlSession *self);

/* Documents: files with the saved state, in sl-session-document.c. Opening a file never asks: it is a step of
 * undo, and unsaved work is kept in a file as well. A preset or a scene is a document of its own, without a
 * file. */
#define SL_SESSION_ENDING ".starloom"
#define SL_SESSION_MIME_TYPE "application/x-starloom"
/* FALSE with a GError that names the file, what was expected and what was found; nothing changes then. */
gboolean sl_session_open (SlSession *self, const char *path, GError **error);
/* Writes atomically; afterwards this file is the document. */
gboolean sl_session_save_as (SlSession *self, const char *path, GError **error);
/* The initial state without a file; a step. */
void sl_session_new_document (SlSession *self);
/* How galaxies to come, of presets and new documents, count light in bands: a preference. The present galaxy
 * and files keep theirs. */
void sl_session_set_numerics (SlSession *self, SlNumerics numerics);
/* Path of the file; NULL: none. Interned. */
const char *sl_session_get_document (SlSession *self);
/* Its name to show, without folders and ending; g_free. NULL: none. */
char *sl_session_document_name (SlSession *self);
/* Whether the state differs from the file; without a file: from a preset. */
gboolean sl_session_get_document_modified (SlSession *self);
/* Files with unsaved work from before another file was opened or a scene applied, the newest first;
 * g_strfreev. */
char **sl_session_list_aside (SlSession *self);
/* The newest of them; NULL: none. g_free. */
char *sl_session_aside_path (SlSession *self);
/* Keeps unsaved work, if there is any, in such a file. */
gboolean sl_session_put_aside (SlSession *self, GError **error);

/* The state as JSON; g_free. */
char *sl_session_to_json (SlSession *self);

/* Names of lines by number, those of the library first; *n: how many. Valid until the next change. */
const char *const *sl_session_get_line_names (SlSession *self, guint *n);
