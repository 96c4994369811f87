/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/window/sl-window.h"

/* Random events for `starloom bench soak`, on a session and on its window, if there is one. With the same
 * random numbers the session ends in the same state with and without a window. */
typedef struct {
  GRand *rand;
  SlSession *session;
  /* NULL in the replay: events of the window alone then only draw their random numbers */
  SlWindow *window;
  const char *folder;  /* for documents; empty at the start */
  gboolean busy;       /* an event runs the main loop: no other may begin */
  GtkMenuButton *menu; /* the open one; a weak pointer */
} SlSoakActor;

/* Does one random event. Main thread. */
void sl_soak_act (SlSoakActor *actor);
/* Brings session and window back to where memory can be compared: a new document, nothing open. */
void sl_soak_rest (SlSoakActor *actor);
