/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/session/sl-autosave.h"
#include "app/session/sl-session-state.h"
#include "app/session/sl-session.h"
#include "app/session/sl-undo.h"

/* Shared by the files of the session. */

/* Larger files are no sessions: tables are smaller. */
#define SL_SESSION_MOST_BYTES ((gsize) 128 << 20)

/* Which gradients are shown, and the file. No part of undo, except in steps that replace the whole document,
 * and of the gradient in drags that change it. */
typedef enum {
  SL_LOOK_NONE,          /* the step does not change these */
  SL_LOOK_GRADIENT,      /* it changes gradient and tied */
  SL_LOOK_ALL
} SlLookPart;
typedef struct {
  SlLookPart set;
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
  SlNumerics numerics;  /* of galaxies to come: presets and new documents */
  GPtrArray *scenes;    /* (SlSessionScene) that no table has */
  GHashTable *saved;    /* document -> SlSessionSnapshot in the file */

  SlUndo *undo;         /* of SlSessionSnapshot */
  SlParamId drag_id;    /* during a drag */
  SlLookPart drag_look; /* what the drag may change */
  gboolean drag_told;   /* the drag has said why the slider stops */

  SlAutosave *autosave;
  gboolean told_modified; /* the last value that was notified of "document-modified" */
};

/* Makes a snapshot the present state; emits and notifies. */
void sl_session_go_to (SlSession *self, const SlSessionSnapshot *to);
void sl_session_snapshot (SlSession *self, SlSessionSnapshot *snapshot);
void sl_session_get_look (SlSession *self, SlSessionLook *look);
/* Compares everything but look. */
gboolean sl_session_same_snapshot (const SlSessionSnapshot *a, const SlSessionSnapshot *b);
/* A snapshot of a saved state; takes its list of lines. */
void sl_session_from_state (SlSession *self, const SlSessionState *state, SlSessionSnapshot *next);
/* What "galaxy-changed" says: parameters whose values differ, and whether anything else does. */
typedef struct {
  SlParamSet params;
  gboolean options;
} SlSessionDifference;
SlSessionDifference sl_session_difference (const SlGalaxy *a, const SlGalaxy *b);
gboolean sl_session_same_galaxy (const SlGalaxy *a, const SlGalaxy *b);
/* Goes to a state, as a step. */
void sl_session_change (SlSession *self, const SlSessionSnapshot *next, const char *title);
/* Notifies "can-undo" and "can-redo". */
void sl_session_notify_undo (SlSession *self);
/* Options, tables and lines of a group: resets them to the preset; whether they differ from it. */
void sl_session_reset_group_options (SlSession *self, SlGalaxy *galaxy, SlParamGroup group);
gboolean sl_session_group_options_changed (SlSession *self, SlParamGroup group);
/* --- sl-session-locks.c. */
/* Sets the locks, and notifies. */
void sl_session_locks_apply (SlSession *self, SlParamSet locks);
/* TRUE, with a "message", if the parameter is locked. */
gboolean sl_session_locks_refuse (SlSession *self, SlParamId id);
/* If mover has pushed a locked parameter (-1: none), moves it back, and the mover to the limit it sets. TRUE
 * with a "message". */
gboolean sl_session_locks_stop (SlSession *self, SlGalaxy *galaxy, SlParamId mover, int pushed);
/* Sets locked parameters of a new galaxy to their present values. */
void sl_session_locks_hold (SlSession *self, SlGalaxy *galaxy);
/* --- sl-session.c. */
/* What the galaxy's dust law calls a parameter, translated. */
const char *sl_session_title_of (SlSession *self, SlParamId id);
/* --- sl-session-pins.c. */
/* FALSE, and nothing changes, for a blank name; a long one is cut. */
gboolean sl_session_pin_set_name (SlSessionPin *pin, const char *name);
/* Gives it the first letter that no pin of the desk has. */
void sl_session_pin_give_letter (const SlSessionDesk *desk, SlSessionPin *pin);
/* --- sl-session-scene.c. */
/* Makes the scene of this name the one that "changed" compares with. */
void sl_session_scene_take (SlSession *self, const char *name);
gboolean sl_session_scene_changed (SlSession *self);
/* Applies a scene to next, except locked parameters. */
void sl_session_scene_fill (SlSession *self, const SlSessionScene *scene, SlSessionSnapshot *next);
/* --- sl-session-document.c. */
/* Keeps unsaved work in a file, or says why not. */
void sl_session_keep_aside (SlSession *self);
/* The text of a file of at most SL_SESSION_MOST_BYTES; g_free. NULL with SL_ERROR_FILE. */
char *sl_session_read_text (const char *path, gsize *length, GError **error);
/* Sets the file, NULL: none; no step. */
void sl_session_document_take (SlSession *self, const char *document);
/* The present state is the file's. */
void sl_session_document_saved (SlSession *self);
/* Notifies "document-modified" if it changed. */
void sl_session_document_check (SlSession *self);
/* Emits "drag". */
void sl_session_tell_drag (SlSession *self, int id);
/* Emits "message". */
void sl_session_tell (SlSession *self, const char *text);
/* --- sl-session-file.c. */
/* The copy on disk. */
SlAutosave *sl_session_autosave_new (SlSession *self);
