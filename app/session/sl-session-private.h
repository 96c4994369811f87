/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/session/sl-autosave.h"
#include "app/session/sl-session-state.h"
#include "app/session/sl-session.h"
#include "app/session/sl-undo.h"

/* Shared by the files of the session. */

/* What is looked at, and the file of it all: no part of undo, but for steps that bring all of it along. */
typedef struct {
  gboolean set;          /* FALSE: nothing is said about it */
  SlParamId gradient;
  SlParamSet tied, more_gradients;
  char focus[48];
  gboolean follow;
  const char *document;
} SlSessionLook;

typedef struct {
  SlGalaxy galaxy;
  SlParamSet locks;
  char preset[48];
  SlSessionDesk desk;
  SlSessionLook look;
} SlSessionSnapshot;

struct _SlSession {
  GObject parent_instance;

  SlSessionState state;
  SlSessionScene scene; /* the preset, as it is applied */
  GPtrArray *scenes;    /* (SlSessionScene) that no table has */
  GHashTable *saved;    /* document -> SlSessionSnapshot as it is in the file */

  SlUndo *undo;         /* of SlSessionSnapshot */
  SlParamId drag_id;    /* during a drag */
  gboolean drag_told;   /* the drag has said why the slider stops */

  SlAutosave *autosave;
  gboolean told_modified; /* what was last told of "document-modified" */
};

/* Makes a snapshot the present state and tells who listens. */
void sl_session_go_to (SlSession *self, const SlSessionSnapshot *to);
void sl_session_snapshot (SlSession *self, SlSessionSnapshot *snapshot);
void sl_session_get_look (SlSession *self, SlSessionLook *look);
/* All that undo is about, look apart. */
gboolean sl_session_same_snapshot (const SlSessionSnapshot *a, const SlSessionSnapshot *b);
/* What a file holds, and its lines, which are new to this session. */
void sl_session_from_state (SlSession *self, const SlSessionState *state, SlSessionSnapshot *next);
/* What "galaxy-changed" says: parameters whose values differ, and whether anything else does. */
typedef struct {
  SlParamSet params;
  gboolean options;
} SlSessionDifference;
SlSessionDifference sl_session_difference (const SlGalaxy *a, const SlGalaxy *b);
gboolean sl_session_same_galaxy (const SlGalaxy *a, const SlGalaxy *b);
/* Goes to a state as a step of undo of its own. */
void sl_session_change (SlSession *self, const SlSessionSnapshot *next, const char *title);
/* Tells that what can be undone is another. */
void sl_session_notify_undo (SlSession *self);
/* The part of a group that is no number: gives galaxy that of the preset; whether it differs from it. */
void sl_session_reset_group_options (SlSession *self, SlGalaxy *galaxy, SlParamGroup group);
gboolean sl_session_group_options_changed (SlSession *self, SlParamGroup group);
/* Locks, in sl-session-locks.c. Takes those of a snapshot, and tells. */
void sl_session_locks_apply (SlSession *self, SlParamSet locks);
/* TRUE, with a message, where the hand may not move this. */
gboolean sl_session_locks_refuse (SlSession *self, SlParamId id);
/* Where mover has pushed a locked parameter (-1: none): puts that back and the mover in front of it. TRUE
 * with a message. */
gboolean sl_session_locks_stop (SlSession *self, SlGalaxy *galaxy, SlParamId mover, int pushed);
/* Gives a galaxy that is gone to the present numbers of locked parameters. */
void sl_session_locks_hold (SlSession *self, SlGalaxy *galaxy);
/* Pins, in sl-session-pins.c. FALSE, and nothing changes, for a name of blanks; what is too long is cut. */
gboolean sl_session_pin_set_name (SlSessionPin *pin, const char *name);
/* Gives it the first letter that no pin of the desk has. */
void sl_session_pin_give_letter (const SlSessionDesk *desk, SlSessionPin *pin);
/* Scenes, in sl-session-scene.c. Makes that of a name the one to compare with. */
void sl_session_scene_take (SlSession *self, const char *name);
gboolean sl_session_scene_changed (SlSession *self);
/* Puts what a scene says into next, locked parameters apart. */
void sl_session_scene_fill (SlSession *self, const SlSessionScene *scene, SlSessionSnapshot *next);
/* Documents, in sl-session-document.c. Takes the file of all this, NULL for none; no step. */
void sl_session_document_take (SlSession *self, const char *document);
/* What there is now is what its file holds. */
void sl_session_document_saved (SlSession *self);
/* Tells if the document has become another than its file, or the same. */
void sl_session_document_check (SlSession *self);
/* Emits "drag". */
void sl_session_tell_drag (SlSession *self, int id);
/* Emits "message". */
void sl_session_tell (SlSession *self, const char *text);
/* The session's copy on disk, in sl-session-file.c. */
SlAutosave *sl_session_autosave_new (SlSession *self);
