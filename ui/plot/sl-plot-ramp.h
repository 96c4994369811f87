/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/sl-plot-theme.h"

/* Colours of maps. Their lightness (that of OKLab) falls or rises evenly, so that equal steps of a value look
 * alike and a copy without colour still reads; hues go from yellow to blue or from blue to orange, which all
 * eyes tell apart. */
void sl_plot_ramp_fill (SlRamp ramp, SlPlotThemeKind kind, guint32 argb[SL_RAMP_STEPS]);

/* Which step a value has on a map coloured from lo to hi; a signed ramp has its middle at zero. value: not
 * NaN. */
guint sl_plot_ramp_step (SlRamp ramp, double lo, double hi, double value);
