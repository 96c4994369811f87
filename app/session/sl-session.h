/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "app/session/sl-session-types.h"
#include "model/galaxy/sl-options.h"

/* The document: a galaxy, others pinned beside it, the plots of them, where it
 * started from, what is looked at, and the way back through every change.
 * Knows no window. Main thread only.
 *
 * A gesture (a drag, a run of keys) is one step of undo: changes between
 * sl_session_begin_drag() and sl_session_end_drag() belong together.
 *
 * States that the model excludes cannot be reached: a parameter that is
 * pushed against another one (lg_drop against lg_rejuv, late_index against
 * early_index, lgyr_peak against lgyr_max) takes it along in the same step,
 * and lets it return within the same gesture.
 *
 * Properties: "can-undo", "can-redo", "changed" (boolean: differs from the
 * preset), "preset" (string), "gradient" (uint, SlParamId), "focus" (string,
 * an observable), "follow" (boolean), "locks",
 * "more-gradients" (both SlParamSet, read only), "document" (string, a path; read
 * only), "document-modified" (boolean, read only).
 *
 * Signals:
 *   "galaxy-changed" (const SlParamSet *params, gboolean options): the
 *     parameters whose values changed, and whether form or options did
 *   "pins-changed": pins, their names, which are shown, or "differences"
 *   "layout-changed"
 *   "drag" (int id): a hand takes hold of that parameter, with the galaxy as
 *     it is; -1: it lets go
 *   "message" (string): something that a person should know. */
#define SL_TYPE_SESSION (sl_session_get_type ())
G_DECLARE_FINAL_TYPE (SlSession, sl_session, SL, SESSION, GObject)

/* The boxed type of SlParamSet, for properties. */
#define SL_TYPE_PARAM_SET (sl_param_set_get_type ())
GType sl_param_set_get_type (void);

#define SL_SESSION_START_PRESET "quenched"

/* A session at its start-up state, without a file. */
SlSession *sl_session_new (void);

/* Where the program keeps its state. g_free. */
char *sl_session_default_path (void);
/* Reads the state of an earlier session from path if there is one, and from
 * then on writes every change there, atomically and not more often than about
 * once a second. A file that cannot be used is renamed (".bad" appended) and
 * *message says so; g_free. Never fails. */
void sl_session_attach (SlSession *self, const char *path, char **message);
/* Writes what has not been written yet. FALSE with a GError where it cannot be. */
gboolean sl_session_flush (SlSession *self, GError **error);

/* Valid until the next change. */
const SlGalaxy *sl_session_get_galaxy (SlSession *self);
double sl_session_get_value (SlSession *self, SlParamId id);
/* What a reset leads to: the value in the preset. */
double sl_session_get_default (SlSession *self, SlParamId id);
gboolean sl_session_group_changed (SlSession *self, SlParamGroup group);
/* Out of range is brought to the nearer end; not a number is ignored. */
void sl_session_set_value (SlSession *self, SlParamId id, double value);

/* A choice that reads a table (`table` of the form or of the metals) does nothing while there is none. */
void sl_session_set_option (SlSession *self, SlOptionId id, guint value);
/* Takes a table, and with it the choice that reads it, in one step; id: SL_OPTION_SFH_FORM or
 * SL_OPTION_METALS. FALSE with SL_ERROR_PARAMETER where the model can do nothing with it. */
gboolean sl_session_set_table (SlSession *self, SlOptionId id, const SlTable *table, GError **error);
/* Edges of the bins of the continuity form, Gyr. FALSE with SL_ERROR_PARAMETER unless they increase from 0.
 */
gboolean sl_session_set_edges (SlSession *self, const double edges[SL_SFH_N_BINS + 1], GError **error);

/* Emission lines. A saved session knows them by name: the numbers of lines mean nothing before the names of
 * the library are told, and follow the names when another library is told. Lines that it lacks are kept for
 * one that has them; bits of lines_off at and above n are theirs. */
void sl_session_set_line_names (SlSession *self, const char *const *names, guint n);
void sl_session_set_line (SlSession *self, guint line, gboolean shines);
/* Those with a bit in which, in one step. */
void sl_session_set_lines (SlSession *self, const guint64 which[SL_MAX_LINES / 64], gboolean shine);
gboolean sl_session_get_line (SlSession *self, guint line);
/* Lines of the library that are switched off. */
guint sl_session_count_lines_off (SlSession *self);

/* Locked parameters stay: sliders, presets, resets and partners that push leave them alone, and a parameter
 * that would push one stops at it; "message" says so. Part of the saved state and of undo, which moves them
 * like all else. */
void sl_session_set_locked (SlSession *self, SlParamId id, gboolean locked);
gboolean sl_session_get_locked (SlSession *self, SlParamId id);
/* Bit i: parameter i; all in one step. */
void sl_session_set_locks (SlSession *self, SlParamSet locks);
SlParamSet sl_session_get_locks (SlSession *self);

void sl_session_begin_drag (SlSession *self, SlParamId id);
void sl_session_end_drag (SlSession *self);
/* Back to where the gesture began, without a step. */
void sl_session_cancel_drag (SlSession *self);
gboolean sl_session_get_dragging (SlSession *self);

void sl_session_reset (SlSession *self, SlParamId id);
void sl_session_reset_group (SlSession *self, SlParamGroup group);
void sl_session_reset_all (SlSession *self);
/* The preset or scene of a name, in one step; what is looked at goes and comes with it. FALSE where there is
 * none. */
gboolean sl_session_apply_preset (SlSession *self, const char *name);
/* The same with a scene that is given; where no table has one of its name, the session knows it as long as it
 * lives. */
void sl_session_apply_scene (SlSession *self, const SlSessionScene *scene);
/* What the preset was when it was applied: its title, its caption. Valid until the next change. */
const SlSessionScene *sl_session_get_scene (SlSession *self);
const char *sl_session_get_preset (SlSession *self);
/* Whether there is something else than in the preset: the galaxy, and pins and plots where it has such. */
gboolean sl_session_get_changed (SlSession *self);

/* Pins: galaxies kept to compare with, in sl-session-pins.c. All of it is part of undo and of files. Pins the
 * present galaxy under the next free letter. Its number, or -1 with a message where there is no room. */
int sl_session_pin (SlSession *self);
guint sl_session_n_pins (SlSession *self);
/* NULL past the last. Valid until the next change. */
const SlSessionPin *sl_session_get_pin (SlSession *self, guint i);
/* A name of blanks changes nothing, one that is too long is cut. */
void sl_session_rename_pin (SlSession *self, guint i, const char *name);
void sl_session_show_pin (SlSession *self, guint i, gboolean shown);
/* The present galaxy and the pin change places, locked parameters with all else. */
void sl_session_swap_pin (SlSession *self, guint i);
void sl_session_remove_pin (SlSession *self, guint i);
void sl_session_remove_all_pins (SlSession *self);
void sl_session_set_differences (SlSession *self, gboolean differences);
gboolean sl_session_get_differences (SlSession *self);

/* Plots and how they are laid out, in sl-session-layout.c; part of undo and of files. Valid until the next
 * change. */
const SlSessionLayout *sl_session_get_layout (SlSession *self);
/* One step called title (translated). */
void sl_session_set_layout (SlSession *self, const SlSessionLayout *layout, const char *title);
void sl_session_set_tiling (SlSession *self, SlTiling tiling);
/* The kind of plot i; i may be one past the last, where there is room. Another kind begins without choices.
 */
void sl_session_set_tile (SlSession *self, guint i, const char *figure);
void sl_session_set_tile_choice (SlSession *self, guint i, const char *choice, const char *value);
/* Nothing where the tiling has no fewer places. */
void sl_session_remove_tile (SlSession *self, guint i);

gboolean sl_session_undo (SlSession *self);
gboolean sl_session_redo (SlSession *self);
gboolean sl_session_get_can_undo (SlSession *self);
gboolean sl_session_get_can_redo (SlSession *self);
/* What the next undo or redo is about, translated: "Quenching time"; NULL where there is none. */
const char *sl_session_get_undo_title (SlSession *self);
const char *sl_session_get_redo_title (SlSession *self);

/* What is looked at; part of the saved state, not of undo. */
void sl_session_set_gradient (SlSession *self, SlParamId id);
SlParamId sl_session_get_gradient (SlSession *self);
/* Parameters that move with it: gradients are slopes along all of them at once. Another gradient has none.
 * Notifies "gradient". */
void sl_session_set_tied (SlSession *self, SlParamSet tied);
SlParamSet sl_session_get_tied (SlSession *self);
/* Parameters whose gradients are drawn beside it. */
void sl_session_set_more_gradients (SlSession *self, SlParamSet more);
SlParamSet sl_session_get_more_gradients (SlSession *self);
void sl_session_set_focus (SlSession *self, const char *observable);
const char *sl_session_get_focus (SlSession *self);
/* The gradient parameter follows the parameter that is dragged. */
void sl_session_set_follow (SlSession *self, gboolean follow);
gboolean sl_session_get_follow (SlSession *self);

/* Documents: files in the form of the saved session, in sl-session-document.c. The session itself stays saved
 * all the time, so that nothing asks before it goes: opening is a step of undo, and what was in no file is
 * kept aside, too. */
#define SL_SESSION_ENDING ".starloom"
#define SL_SESSION_MIME_TYPE "application/x-starloom"
/* FALSE with a GError that names the file, what was expected and what was found; nothing is changed then. */
gboolean sl_session_open (SlSession *self, const char *path, GError **error);
/* Writes it whole or not at all; afterwards this is the document. */
gboolean sl_session_save_as (SlSession *self, const char *path, GError **error);
/* An empty desk and the galaxy to start with, without a file; a step. */
void sl_session_new_document (SlSession *self);
/* Path of the file, NULL for none; valid as long as the process. */
const char *sl_session_get_document (SlSession *self);
/* Its name to show, without folders and ending; g_free. NULL for none. */
char *sl_session_document_name (SlSession *self);
/* Whether there is something else than in the file. Without a file: whether there is anything but a preset.
 */
gboolean sl_session_get_document_modified (SlSession *self);
/* Where the work is that was in no file when another one was opened; NULL where there is none. g_free. */
char *sl_session_aside_path (SlSession *self);

/* What would be saved now, as JSON; g_free. */
char *sl_session_to_json (SlSession *self);

/* Names of lines by number, those of the library first; *n: how many. Valid until the next change. */
const char *const *sl_session_get_line_names (SlSession *self, guint *n);
