/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/sl-plot-theme.h"

/* Colours of maps. Lightness (of OKLab) changes evenly, so that equal steps of a value look alike and a copy
 * without colour can still be read; hues run from yellow to blue or from blue to orange, which colour-blind
 * eyes tell apart. */
void sl_plot_ramp_fill (SlRamp ramp, SlPlotThemeKind kind, guint32 argb[SL_RAMP_STEPS]);

/* The colour step of a value on a map coloured from lo to hi; the middle of a signed ramp is zero. value: not
 * NaN. */
guint sl_plot_ramp_step (SlRamp ramp, double lo, double hi, double value);
