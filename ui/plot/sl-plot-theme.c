/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/sl-plot-theme.h"

#include <math.h>

#include "ui/plot/sl-plot-ramp.h"

/* 0xAARRGGBB; series colours come from the palette (sl-plot-palette.c). Each has a contrast of 3:1 or more
 * with the card. Ages fall evenly in lightness from a bright young blue over purple to a deep old red: no
 * step looks larger than another, and the order can be seen without colour. */
static const guint32 palette[][SL_N_COLOURS] = {
  [SL_PLOT_THEME_LIGHT] = {
    [SL_COLOUR_INK] = 0xff1c1c20, [SL_COLOUR_FAINT] = 0xff8a8a92,
    [SL_COLOUR_GRID] = 0x12000000, [SL_COLOUR_POSITIVE] = 0xffd06a00, [SL_COLOUR_NEGATIVE] = 0xff1f6fb5,
    [SL_COLOUR_BAND_U] = 0xff7a4fbf, [SL_COLOUR_BAND_G] = 0xff2683c4, [SL_COLOUR_BAND_R] = 0xff2a9a58,
    [SL_COLOUR_BAND_I] = 0xffb98a00, [SL_COLOUR_BAND_Z] = 0xffd95a20, [SL_COLOUR_BAND_Y] = 0xff8e1f1f,
    [SL_COLOUR_AGE_0] = 0xff089aea, [SL_COLOUR_AGE_1] = 0xff6b6bdd, [SL_COLOUR_AGE_2] = 0xff8d3da4,
    [SL_COLOUR_AGE_3] = 0xff90105b, [SL_COLOUR_AGE_4] = 0xff78000e,
  },
  [SL_PLOT_THEME_DARK] = {
    [SL_COLOUR_INK] = 0xfff4f4f6, [SL_COLOUR_FAINT] = 0xff8f8f98,
    [SL_COLOUR_GRID] = 0x14ffffff, [SL_COLOUR_POSITIVE] = 0xffff9c43, [SL_COLOUR_NEGATIVE] = 0xff5aaef0,
    [SL_COLOUR_BAND_U] = 0xffa98be8, [SL_COLOUR_BAND_G] = 0xff52a9e6, [SL_COLOUR_BAND_R] = 0xff4fc182,
    [SL_COLOUR_BAND_I] = 0xffe3bb3c, [SL_COLOUR_BAND_Z] = 0xfff0834e, [SL_COLOUR_BAND_Y] = 0xffd15b5b,
    [SL_COLOUR_AGE_0] = 0xffb5ddfe, [SL_COLOUR_AGE_1] = 0xffb2b8fd, [SL_COLOUR_AGE_2] = 0xffd280ea,
    [SL_COLOUR_AGE_3] = 0xffd85b99, [SL_COLOUR_AGE_4] = 0xffc84341,
  },
  [SL_PLOT_THEME_PRINT] = {
    [SL_COLOUR_INK] = 0xff000000, [SL_COLOUR_FAINT] = 0xff7c7c7c,
    [SL_COLOUR_GRID] = 0xffececec, [SL_COLOUR_POSITIVE] = 0xffd06a00, [SL_COLOUR_NEGATIVE] = 0xff1f6fb5,
    [SL_COLOUR_BAND_U] = 0xff7a4fbf, [SL_COLOUR_BAND_G] = 0xff2683c4, [SL_COLOUR_BAND_R] = 0xff2a9a58,
    [SL_COLOUR_BAND_I] = 0xffb98a00, [SL_COLOUR_BAND_Z] = 0xffd95a20, [SL_COLOUR_BAND_Y] = 0xff8e1f1f,
    [SL_COLOUR_AGE_0] = 0xff089aea, [SL_COLOUR_AGE_1] = 0xff6b6bdd, [SL_COLOUR_AGE_2] = 0xff8d3da4,
    [SL_COLOUR_AGE_3] = 0xff90105b, [SL_COLOUR_AGE_4] = 0xff78000e,
  },
};

static const struct {
  guint32 background, text, axis;
  double text_pt, line_width, hair, tick, minor_tick, gap, pad, point_radius, halo, handle_radius, head;
  gboolean snap;
} sizes[] = {
  [SL_PLOT_THEME_LIGHT] = { 0xffffffff, 0xff4a4a52, 0xffb4b4ba, 9, 1.6, 1, 4, 2, 4, 8, 3.5, 2, 6.5, 9, TRUE },
  [SL_PLOT_THEME_DARK] = { 0xff1e1e1e, 0xffc6c6cc, 0xff5a5a60, 9, 1.6, 1, 4, 2, 4, 8, 3.5, 2, 6.5, 9, TRUE },
  [SL_PLOT_THEME_PRINT] = { 0xffffffff, 0xff000000, 0xff4d4d4d, 8, 0.8, 0.4, 2.5, 1.4, 2.5, 2, 1.8, 1.2, 3, 5,
                            FALSE },
};

static GdkRGBA
unpack (guint32 argb)
{
  return (GdkRGBA){ (argb >> 16 & 0xff) / 255.f, (argb >> 8 & 0xff) / 255.f, (argb & 0xff) / 255.f,
                    (argb >> 24) / 255.f };
}

void
sl_plot_theme_init (SlPlotTheme *self, SlPlotThemeKind kind, double scale)
{
  double lines;

  g_return_if_fail (kind <= SL_PLOT_THEME_PRINT);
  scale = isfinite (scale) ? CLAMP (scale, 0.5, 4) : 1;
  /* At 1.5 times the text size lines are twice as wide: seen from a distance, thin lines vanish first. */
  lines = scale > 1 ? 1 + 2 * (scale - 1) : scale;
  *self = (SlPlotTheme){
    .kind = kind,
    .background = unpack (sizes[kind].background),
    .text = unpack (sizes[kind].text),
    .axis = unpack (sizes[kind].axis),
    .text_pt = sizes[kind].text_pt * scale,
    .line_width = sizes[kind].line_width * lines,
    .hair = sizes[kind].hair * (scale > 1 ? scale : 1),
    .tick = sizes[kind].tick * scale,
    .minor_tick = sizes[kind].minor_tick * scale,
    .gap = sizes[kind].gap * scale,
    .pad = sizes[kind].pad,
    .point_radius = sizes[kind].point_radius * scale,
    .halo = sizes[kind].halo * scale,
    .handle_radius = sizes[kind].handle_radius * scale,
    .head = sizes[kind].head * scale,
    .snap = sizes[kind].snap,
  };
  for (guint i = 0; i < SL_N_COLOURS; i++)
    self->colours[i] = unpack (palette[kind][i]);
  sl_plot_theme_set_palette (self, SL_PALETTE_OKABE_ITO);
  for (guint i = 0; i < SL_N_RAMPS; i++)
    sl_plot_ramp_fill (i, kind, self->ramps[i]);
}

static GdkRGBA
mix (const GdkRGBA *a, const GdkRGBA *b, float t)
{
  return (GdkRGBA){ a->red + (b->red - a->red) * t, a->green + (b->green - a->green) * t,
                    a->blue + (b->blue - a->blue) * t, a->alpha + (b->alpha - a->alpha) * t };
}

/* Makes the contrast of faint text more than 4.5 to 1. */
#define FAINT_TEXT_TO_INK 0.3

void
sl_plot_theme_raise_contrast (SlPlotTheme *self)
{
  GdkRGBA ink = self->colours[SL_COLOUR_INK];

  self->text = ink;
  self->axis = mix (&self->axis, &ink, 0.6f);
  self->colours[SL_COLOUR_FAINT] = mix (&self->colours[SL_COLOUR_FAINT], &ink, 0.4f);
  self->colours[SL_COLOUR_GRID].alpha = MIN (1, self->colours[SL_COLOUR_GRID].alpha * 3);
}

GdkRGBA
sl_plot_theme_text_colour (const SlPlotTheme *self, SlColour colour, double to_ink)
{
  if (colour >= SL_N_COLOURS)
    colour = SL_COLOUR_INK;
  if (colour == SL_COLOUR_GRID)
    colour = SL_COLOUR_FAINT;
  /* Text needs more contrast than a line. */
  if (colour == SL_COLOUR_FAINT)
    to_ink = MAX (to_ink, FAINT_TEXT_TO_INK);
  return mix (&self->colours[colour], &self->colours[SL_COLOUR_INK], (float) to_ink);
}

guint
sl_plot_theme_dashes (SlDash dash, double line_width, double lengths[4])
{
  /* In line widths. Round caps add half a width at either end. A dot is a very short dash: Cairo draws
   * nothing for a dash of length zero on some surfaces. */
  static const struct { guint n; double lengths[4]; } patterns[] = {
    [SL_DASH_SOLID] = { 0 },
    [SL_DASH_DASHED] = { 2, { 4, 3.5 } },
    [SL_DASH_DOTTED] = { 2, { 0.02, 2.4 } },
    [SL_DASH_DASHDOT] = { 4, { 4.5, 2.8, 0.02, 2.8 } },
  };

  if (dash > SL_DASH_DASHDOT)
    return 0;
  for (guint i = 0; i < patterns[dash].n; i++)
    lengths[i] = patterns[dash].lengths[i] * line_width;
  return patterns[dash].n;
}

SlDash
sl_plot_theme_dash (const SlPlotTheme *self, const SlStroke *stroke)
{
  return stroke->dash == SL_DASH_SOLID && stroke->colour < SL_N_COLOURS ? self->dashes[stroke->colour]
                                                                        : stroke->dash;
}
