/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/sl-plot-theme.h"
#include "ui/plot/view/sl-plot-view.h"
#include "ui/widgets/sl-plot-grid.h"

/* How windows follow the desktop's colours and text size, and projector mode. Main thread. */

/* How much larger than designed the text of plots is (plots), and how much more space cards and the panel
 * need (cards); 1 at the usual size. */
void sl_style_text_scales (GtkSettings *settings, gboolean projector, double *plots, double *cards);
/* Width of the panel in pixels; cards: the second scale above. */
int sl_style_panel_width (double cards);

/* Calls changed (window) whenever the desktop's dark style, contrast or text size changes, as long as the
 * window lives. */
void sl_style_follow (GtkWidget *window, void (*changed) (GtkWidget *window));
/* The palette of this name in the preferences; Okabe and Ito's if there is none. */
SlPalette sl_style_palette (const char *name);
/* Sizes of a window for its text: the class of projector mode, the grid's cards and the panel's width.
 * Returns the scale for sl_style_apply(). */
double sl_style_apply_window (GtkWidget *window, gboolean projector, SlPlotGrid *grid, GtkWidget *panel);
void sl_style_apply (SlPlotView *view, SlPalette palette, double scale);
