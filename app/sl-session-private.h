/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/sl-session-state.h"
#include "app/sl-session.h"

/* Shared by the files of the session. */

typedef struct {
  SlGalaxy galaxy;
  char preset[48];
} SlSessionSnapshot;

struct _SlSession {
  GObject parent_instance;

  SlSessionState state;
  SlGalaxy base; /* the preset, as it is applied */

  GPtrArray *undo, *redo; /* (Step) */
  gboolean dragging, drag_told;
  SlParamId drag_id;
  SlSessionSnapshot drag_start;

  char *path;
  guint save_id;
};

/* Makes a snapshot the present state and tells who listens. */
void sl_session_go_to (SlSession *self, const SlSessionSnapshot *to);
/* Emits "message". */
void sl_session_tell (SlSession *self, const char *text);
/* Has the state written before long. */
void sl_session_save_soon (SlSession *self);
