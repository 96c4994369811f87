/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gdk/gdk.h>

#include "ui/plot/sl-plot.h"

/* What a plot looks like: colours for the roles of SlColour, sizes of text and lines. Lengths are in the unit
 * of the drawing: CSS pixels on screen, points in print. A plain value: copy and change it freely. */

typedef enum { SL_PLOT_THEME_LIGHT, SL_PLOT_THEME_DARK, SL_PLOT_THEME_PRINT } SlPlotThemeKind;

/* Colour sets of series. All can be read on light and dark cards and by colour-blind eyes. */
typedef enum {
  SL_PALETTE_OKABE_ITO,
  SL_PALETTE_TOL_BRIGHT,
  /* for print without colour: all roles and maps are grey; solid lines of series get dashes by role */
  SL_PALETTE_GREY,
  SL_N_PALETTES
} SlPalette;

/* Steps of a ramp: finer than the eye distinguishes. */
#define SL_RAMP_STEPS 256

typedef struct {
  SlPlotThemeKind kind;
  GdkRGBA colours[SL_N_COLOURS];
  /* 0xffRRGGBB, from little to much, or from negative to positive */
  guint32 ramps[SL_N_RAMPS][SL_RAMP_STEPS];
  SlDash dashes[SL_N_COLOURS]; /* dashes of a solid line with that role */
  GdkRGBA background;   /* of the card below; plots themselves are transparent except in export */
  GdkRGBA text;         /* axis titles and tick labels */
  GdkRGBA axis;         /* axis lines and ticks */
  double text_pt;       /* points; scaled to pixels by the Pango context */
  double line_width;    /* of a series with width 1 */
  double hair;          /* axis lines, grid */
  double tick, minor_tick, gap, pad;
  double point_radius;
  double handle_radius; /* of handles, with their ring */
  double head;          /* length of an arrow's head; longer for thick lines */
  double halo;          /* width of the background-coloured edge around labels */
  gboolean snap;        /* align axis lines with device pixels */
} SlPlotTheme;

/* scale: 1, or more for a projector: at 1.5 text is 1.5 times and lines are twice as large. Clamped to
 * 0.5..4. */
void sl_plot_theme_init (SlPlotTheme *self, SlPlotThemeKind kind, double scale);
/* Changes the colours of a new theme. The default palette is SL_PALETTE_OKABE_ITO. */
void sl_plot_theme_set_palette (SlPlotTheme *self, SlPalette palette);
/* Strengthens axes, grid and text, for high contrast. */
void sl_plot_theme_raise_contrast (SlPlotTheme *self);
/* Colour of text that names something of this role: a mix with ink by to_ink (0..1). */
GdkRGBA sl_plot_theme_text_colour (const SlPlotTheme *self, SlColour colour, double to_ink);
/* Dash lengths (on, off, ...) for a line of this width, drawn with round caps. Returns their number, 0 for
 * solid. */
guint sl_plot_theme_dashes (SlDash dash, double line_width, double lengths[4]);
/* Dashes of a stroke: its own, or, where it has none, those of its role. */
SlDash sl_plot_theme_dash (const SlPlotTheme *self, const SlStroke *stroke);
