/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "app/session/sl-session-types.h"
#include "model/galaxy/sl-options.h"

/* The saved form of a session. Plain value: copy with =. */
typedef struct {
  SlGalaxy galaxy;
  /* What the bits of galaxy.lines_off stand for, interned: the library's lines in its order, then those that
   * it lacks. */
  const char *line[SL_MAX_LINES];
  guint n_lines, n_library_lines;
  char preset[48];
  SlParamSet locks;           /* parameters that keep their values */
  SlParamId gradient;
  SlParamSet tied;            /* parameters that move with it */
  SlParamSet more_gradients;  /* drawn beside it */
  char focus[48];
  gboolean follow;
  SlSessionDesk desk;
  /* Of the program's own state alone: the file that a person gave this a name by (interned; NULL: none), and
   * whether it holds something else. */
  const char *document;
  gboolean document_modified;
} SlSessionState;

/* The start-up state, without lines. */
void sl_session_state_init (SlSessionState *self);

/* Brings values into range and order, whatever they were. Not a number becomes the default. */
void sl_session_state_make_valid (SlGalaxy *galaxy);
/* Moves the other parameter of each pair that is out of order, keeping `kept` where it is.
 * Returns the parameter moved, or -1. */
int sl_session_state_push (SlGalaxy *galaxy, SlParamId kept);

/* The parameter whose gradient is shown: the wanted one where it acts, else one that tells much. */
SlParamId sl_session_state_gradient (const SlGalaxy *galaxy, SlParamId wanted);

/* Number of a line of this name, taken into the list where there is room; SL_MAX_LINES where there is none.
 */
guint sl_session_state_line (SlSessionState *self, const char *name);
gboolean sl_session_state_line_off (const SlGalaxy *galaxy, guint line);

/* JSON text; g_free. Tables are in it whole: a session needs no other file. */
char *sl_session_state_to_json (const SlSessionState *self);
/* FALSE with a GError that says what was expected and found where the text is not a state; self is then
 * untouched. Unknown keys are ignored, missing ones have the default, values out of range are brought into
 * it. Lines are found among those of self. */
gboolean sl_session_state_from_json (SlSessionState *self, const char *text, gssize length, GError **error);
