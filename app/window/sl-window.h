/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>

#include "app/compute/sl-worker.h"
#include "app/session/sl-session.h"
#include "ui/plot/view/sl-plot-view.h"

/* The galaxy's window: parameters on the left, plots on the right, with one session and one worker. Saves the
 * session when it closes.
 *
 * Signals: "ready": all plots were painted with real data for the first time; "failed" (string): the data
 * could not be loaded; "shown" (gint64): all plots of one answer were painted; g_get_monotonic_time() of its
 * request. */
#define SL_TYPE_WINDOW (sl_window_get_type ())
G_DECLARE_FINAL_TYPE (SlWindow, sl_window, SL, WINDOW, AdwApplicationWindow)

GtkWidget *sl_window_new (GtkApplication *app);

/* Borrowed. */
SlSession *sl_window_get_session (SlWindow *self);
/* The worker that answers for it; NULL before the first, another one after another library is chosen. */
SlWorker *sl_window_get_worker (SlWindow *self);
/* What the header calls the galaxy; g_free. */
char *sl_window_get_name (SlWindow *self);
/* The view of a kind of plot ("sed"), or NULL. Borrowed. */
SlPlotView *sl_window_get_view (SlWindow *self, const char *figure);
/* The row of a parameter, an SlParamRow. Borrowed. */
GtkWidget *sl_window_get_row (SlWindow *self, SlParamId id);
