/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/window/sl-window.h"

/* Random events for `starloom bench soak`: on a session, and on the window around it where there is one. The
 * same numbers lead the session to the same state with and without a window. */
typedef struct {
  GRand *rand;
  SlSession *session;
  /* NULL in the replay: events that are of the window alone then only draw their numbers */
  SlWindow *window;
  const char *folder;  /* for documents; empty at the start */
  gboolean busy;       /* an event runs the main loop: none may begin meanwhile */
  GtkMenuButton *menu; /* that is open; a weak pointer */
} SlSoakActor;

void sl_soak_act (SlSoakActor *actor);
