/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>

#include "app/population/sl-population-document.h"
#include "ui/plot/view/sl-plot-view.h"

/* The window of populations. It shares only preferences with the galaxy's window.
 *
 * Signals: "ready" once, when both plots were painted; "shown" (gint64 posted_us) for each frame that shows a
 * newer answer, with the time of the request that it is of; "failed" (message): the data could not be loaded.
 */
#define SL_TYPE_POPULATION_WINDOW (sl_population_window_get_type ())
G_DECLARE_FINAL_TYPE (SlPopulationWindow, sl_population_window, SL, POPULATION_WINDOW, AdwApplicationWindow)

GtkWidget *sl_population_window_new (GtkApplication *app);
/* Shows the application's window of populations; creates it if there is none. */
void sl_population_window_show (GtkApplication *app);

SlPopulationDocument *sl_population_window_get_document (SlPopulationWindow *self);
/* figure: "counts", "map". */
SlPlotView *sl_population_window_get_view (SlPopulationWindow *self, const char *figure);
/* See sl_population_panel_get_row(). */
GtkWidget *sl_population_window_get_row (SlPopulationWindow *self, const char *name);
void sl_population_window_open (SlPopulationWindow *self, const char *path);
/* Whether the plots show the complete answer to the present document, gradient included. */
gboolean sl_population_window_is_idle (SlPopulationWindow *self);
