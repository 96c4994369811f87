/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* Sizes that follow the desktop's text size and projector mode. Main thread. */

/* How much larger than designed the text of plots is (plots), and how much more space cards and the panel need
 * (cards); 1 at the usual size. */
void sl_style_text_scales (GtkSettings *settings, gboolean projector, double *plots, double *cards);
/* Width of the panel in pixels; cards: the second scale above. */
int sl_style_panel_width (double cards);
