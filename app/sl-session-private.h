/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/sl-session-state.h"
#include "app/sl-session.h"

/* Shared by the files of the session. */

typedef struct {
  SlGalaxy galaxy;
  guint64 locks;
  char preset[48];
} SlSessionSnapshot;

/* One step of undo. */
typedef struct {
  SlSessionSnapshot before, after;
  char *title;
} SlSessionStep;

struct _SlSession {
  GObject parent_instance;

  SlSessionState state;
  SlGalaxy base; /* the preset, as it is applied */

  GPtrArray *undo, *redo; /* (SlSessionStep) */
  gboolean dragging, drag_told;
  SlParamId drag_id;
  SlSessionSnapshot drag_start;

  char *path;
  guint save_id;
};

/* Makes a snapshot the present state and tells who listens. */
void sl_session_go_to (SlSession *self, const SlSessionSnapshot *to);
void sl_session_snapshot (SlSession *self, SlSessionSnapshot *snapshot);
/* Mask of "galaxy-changed". */
guint64 sl_session_difference (const SlGalaxy *a, const SlGalaxy *b);
/* Goes to a state as a step of undo of its own. */
void sl_session_change (SlSession *self, const SlSessionSnapshot *next, const char *title);
void sl_session_step_free (gpointer step);
/* Tells that what can be undone is another. */
void sl_session_notify_history (SlSession *self);
/* The part of a group that is no number: gives galaxy that of the preset; whether it differs from it. */
void sl_session_reset_group_options (SlSession *self, SlGalaxy *galaxy, SlParamGroup group);
gboolean sl_session_group_options_changed (SlSession *self, SlParamGroup group);
/* Locks, in sl-session-locks.c. Takes those of a snapshot, and tells. */
void sl_session_locks_apply (SlSession *self, guint64 locks);
/* TRUE, with a message, where the hand may not move this. */
gboolean sl_session_locks_refuse (SlSession *self, SlParamId id);
/* Where mover has pushed a locked parameter (-1: none): puts that back and the mover in front of it. TRUE with a message. */
gboolean sl_session_locks_stop (SlSession *self, SlGalaxy *galaxy, SlParamId mover, int pushed);
/* Gives a galaxy that is gone to the present numbers of locked parameters. */
void sl_session_locks_hold (SlSession *self, SlGalaxy *galaxy);
/* Emits "message". */
void sl_session_tell (SlSession *self, const char *text);
/* Has the state written before long. */
void sl_session_save_soon (SlSession *self);
