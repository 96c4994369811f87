/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "model/sl-options.h"

/* The document: a galaxy, where it started from, what is looked at, and the
 * way back through every change. Knows no window. Main thread only.
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
 * an observable), "follow" (boolean), "locks" (uint64, read only).
 *
 * Signals:
 *   "galaxy-changed" (guint64 mask): bit i: value of parameter i changed; the
 *     top bit: form or options changed
 *   "message" (string): something that a person should know. */
#define SL_TYPE_SESSION (sl_session_get_type ())
G_DECLARE_FINAL_TYPE (SlSession, sl_session, SL, SESSION, GObject)

#define SL_SESSION_OPTIONS_CHANGED (G_GUINT64_CONSTANT (1) << 63)
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
/* Takes a table, and with it the choice that reads it, in one step; id: SL_OPTION_SFH_FORM or SL_OPTION_METALS. FALSE with
 * SL_ERROR_PARAMETER where the model can do nothing with it. */
gboolean sl_session_set_table (SlSession *self, SlOptionId id, const SlTable *table, GError **error);
/* Edges of the bins of the continuity form, Gyr. FALSE with SL_ERROR_PARAMETER unless they increase from 0. */
gboolean sl_session_set_edges (SlSession *self, const double edges[SL_SFH_N_BINS + 1], GError **error);

/* Emission lines. A saved session knows them by name: the numbers of lines mean nothing before the names of the library
 * are told, and follow the names when another library is told. Lines that it lacks are kept for one that has them; bits of
 * lines_off at and above n are theirs. */
void sl_session_set_line_names (SlSession *self, const char *const *names, guint n);
void sl_session_set_line (SlSession *self, guint line, gboolean shines);
/* Those with a bit in which, in one step. */
void sl_session_set_lines (SlSession *self, const guint64 which[SL_MAX_LINES / 64], gboolean shine);
gboolean sl_session_get_line (SlSession *self, guint line);
/* Lines of the library that are switched off. */
guint sl_session_count_lines_off (SlSession *self);

/* Locked parameters stay: sliders, presets, resets and partners that push leave them alone, and a parameter that would push
 * one stops at it; "message" says so. Part of the saved state and of undo, which moves them like all else. */
void sl_session_set_locked (SlSession *self, SlParamId id, gboolean locked);
gboolean sl_session_get_locked (SlSession *self, SlParamId id);
/* Bit i: parameter i; all in one step. */
void sl_session_set_locks (SlSession *self, guint64 locks);
guint64 sl_session_get_locks (SlSession *self);

void sl_session_begin_drag (SlSession *self, SlParamId id);
void sl_session_end_drag (SlSession *self);
gboolean sl_session_get_dragging (SlSession *self);

void sl_session_reset (SlSession *self, SlParamId id);
void sl_session_reset_group (SlSession *self, SlParamGroup group);
void sl_session_reset_all (SlSession *self);
/* FALSE where there is no such preset. */
gboolean sl_session_apply_preset (SlSession *self, const char *name);
const char *sl_session_get_preset (SlSession *self);
gboolean sl_session_get_changed (SlSession *self);

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
void sl_session_set_focus (SlSession *self, const char *observable);
const char *sl_session_get_focus (SlSession *self);
/* The gradient parameter follows the parameter that is dragged. */
void sl_session_set_follow (SlSession *self, gboolean follow);
gboolean sl_session_get_follow (SlSession *self);
