/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "app/session/sl-session-types.h"
#include "model/galaxy/sl-options.h"

/* The saved form of a session. Plain value: copy with =. */
typedef struct {
  SlGalaxy galaxy;
  /* Names of the bits of galaxy.lines_off, interned: the library's lines in its order, then others. */
  const char *line[SL_MAX_LINES];
  guint n_lines, n_library_lines;
  char preset[48];
  SlParamSet locks;           /* parameters that keep their values */
  SlParamId gradient;
  SlParamSet tied;            /* varied together with it */
  SlParamSet more_gradients;  /* drawn as well */
  char focus[48];
  gboolean follow;
  SlSessionDesk desk;
  /* Only in the copy on disk: the document's file (interned; NULL: none), and whether the state differs from
   * it. */
  const char *document;
  gboolean document_modified;
} SlSessionState;

/* The initial state, without lines. */
void sl_session_state_init (SlSessionState *self);

/* Makes any galaxy valid: values in range and order, NaN replaced by the default. */
void sl_session_state_make_valid (SlGalaxy *galaxy);
/* Restores the order of pairs of parameters by moving the partner of `kept`. Returns the parameter moved, or
 * -1. */
int sl_session_state_push (SlGalaxy *galaxy, SlParamId kept);

/* The parameter whose gradient is shown: `requested` if the galaxy uses it, else a useful one. */
SlParamId sl_session_state_gradient (const SlGalaxy *galaxy, SlParamId requested);

/* Number of the line of this name, added if it is new; SL_MAX_LINES if there is no space. */
guint sl_session_state_line (SlSessionState *self, const char *name);
gboolean sl_session_state_line_off (const SlGalaxy *galaxy, guint line);

/* JSON text; g_free. Contains the tables: no other file is needed. */
char *sl_session_state_to_json (const SlSessionState *self);
/* FALSE with a GError that says what was expected and found if the text is no state; self is then unchanged.
 * Unknown keys are ignored, missing ones have the default, values out of range are clamped. Lines are found
 * among those of self. */
gboolean sl_session_state_from_json (SlSessionState *self, const char *text, gssize length, GError **error);
/* What a parser of JSON says of a text, with the place in words, "line 1, column 5: …", to be put behind the
 * file's name; g_free. Any thread. */
char *sl_json_fault (const GError *cause);
