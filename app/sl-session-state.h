/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "model/sl-parameters.h"

/* The saved form of a session. */
typedef struct {
  SlGalaxy galaxy;
  char preset[48];
  SlParamId gradient;
  char focus[48];
  gboolean follow;
} SlSessionState;

/* Brings values into range and order, whatever they were. Not a number becomes the default. */
void sl_session_state_make_valid (SlGalaxy *galaxy);
/* Moves the other parameter of each pair that is out of order, keeping `kept` where it is.
 * Returns the parameter moved, or -1. */
int sl_session_state_push (SlGalaxy *galaxy, SlParamId kept);

/* JSON text; g_free. */
char *sl_session_state_to_json (const SlSessionState *self);
/* FALSE with a GError where the text is not a state; self is then untouched. Unknown keys are ignored,
 * missing ones have the default, values out of range are brought into it. */
gboolean sl_session_state_from_json (SlSessionState *self, const char *text, gssize length, GError **error);
