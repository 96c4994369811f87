/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/degeneracy/sl-degeneracy-answer.h"
#include "app/window/sl-window.h"

/* The window of degeneracies: what measurements of the galaxy of another window, with their errors, say of
 * its parameters. It follows that galaxy, and closes with its window.
 *
 * Signal: "shown": the plots show the newest answer. */
#define SL_TYPE_DEGENERACY_WINDOW (sl_degeneracy_window_get_type ())
G_DECLARE_FINAL_TYPE (SlDegeneracyWindow, sl_degeneracy_window, SL, DEGENERACY_WINDOW, AdwApplicationWindow)

/* Shows the window for this galaxy's; makes it if there is none. */
SlDegeneracyWindow *sl_degeneracy_window_show (SlWindow *galaxy);

/* The newest answer, or NULL; valid until the next "shown". */
const SlDegeneracyAnswer *sl_degeneracy_window_get_answer (SlDegeneracyWindow *self);
/* Valid until the next change. */
const SlDegeneracyState *sl_degeneracy_window_get_state (SlDegeneracyWindow *self);
/* One step of undo; title: translated. */
void sl_degeneracy_window_change (SlDegeneracyWindow *self, const SlDegeneracyState *state,
                                  const char *title);
/* figure: "corner", "jacobian". */
SlPlotView *sl_degeneracy_window_get_view (SlDegeneracyWindow *self, const char *figure);
