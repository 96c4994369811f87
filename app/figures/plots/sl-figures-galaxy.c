/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Perceived colour: a swatch, a drawing of a galaxy that follows the light of young and old stars, and the
 * contributions by age. */
#include "app/figures/plots/sl-figures-sed-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/observables/sl-colour.h"

/* The picture: a sum of maps that are computed once. */
#define W 432
#define H 270
#define N_ENCODED 8192
/* The tone curve, tabulated by the leading bits of a float: the exponents between which it bends, each in
 * finer steps than a screen shows. */
#define FILM_BITS 9
#define FILM_LO 0x1p-12f
#define FILM_HI 0x1p15f
#define N_FILM (27 << FILM_BITS)
#define FILM_SHIFT (23 - FILM_BITS)
#define N_LANES 256
#define LANE_DEEPEST 1.45 /* clouds are 1 at most */
#define CORNER 14.0    /* pixels */
#define SCALE_LENGTH 0.2 /* of the disc, in half heights times 2 */
#define PITCH 0.36     /* tangent of the arms' pitch angle */
#define INCLINED 0.58  /* axis ratio of the disc */
#define TURNED 0.45    /* of its long axis, radians */
#define STRETCH 9.0    /* asinh stretch: lifts faint light and limits bright light */
#define EXPOSURE 0.055 /* of the mean surface brightness */
#define VIVID 1.45     /* saturation, as in photographs: mentioned in the caption */
#define SKY_R 0.004
#define SKY_G 0.005
#define SKY_B 0.010
/* Young fraction of the light over which an ellipse of old stars changes into a disc with arms. */
#define SPIRAL_FROM 0.002
#define SPIRAL_FULL 0.08
#define MIDDLE_COUNTS 0.15 /* weight of stars of 0.1 to 1 Gyr as young ones */

/* Surface brightness of the components; each sums to the number of pixels. */
typedef struct {
  float ellipse[W * H], bulge[W * H], disc[W * H], arms[W * H], knots[W * H];
  guint8 lanes[W * H]; /* optical depth, N_LANES - 1 is LANE_DEEPEST */
  float sky[W * H];    /* a few foreground stars */
  guint8 alpha[W * H];
  guint8 encoded[N_ENCODED + 1]; /* sRGB transfer curve, from 0 to 1 */
  float film[N_FILM + 1]; /* factor of a brightness */
} Maps;

static double
hash (int x, int y, guint seed)
{
  guint32 h = (guint32) x * 374761393u + (guint32) y * 668265263u + seed * 2246822519u;

  h = (h ^ (h >> 13)) * 1274126177u;
  h ^= h >> 16;
  return (h & 0xffffff) / (double) 0xffffff;
}

static double
smooth (double lo, double hi, double x)
{
  double u = CLAMP ((x - lo) / (hi - lo), 0.0, 1.0);

  return u * u * (3.0 - 2.0 * u);
}

static double
noise (double x, double y, guint seed)
{
  int i = (int) floor (x), j = (int) floor (y);
  double u = smooth (0.0, 1.0, x - i), v = smooth (0.0, 1.0, y - j);
  double a = hash (i, j, seed), b = hash (i + 1, j, seed), c = hash (i, j + 1, seed),
         d = hash (i + 1, j + 1, seed);

  return a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v;
}

/* Clouds: noise of several sizes, 0 .. 1. */
static double
clouds (double x, double y, guint seed)
{
  double sum = 0.0, part = 0.5;

  for (guint k = 0; k < 4; k++, part *= 0.5, x *= 2.03, y *= 2.03)
    sum += part * noise (x, y, seed + k);
  return sum / 0.9375;
}

static void
normalise (float *map)
{
  double sum = 0.0;

  for (guint i = 0; i < W * H; i++)
    sum += map[i];
  for (guint i = 0; i < W * H; i++)
    map[i] *= W * H / sum;
}

static guint
film_index (float y)
{
  static const float lo = FILM_LO;
  guint32 bits, first;

  memcpy (&bits, &y, sizeof bits);
  memcpy (&first, &lo, sizeof first);
  return (bits - first) >> FILM_SHIFT;
}

/* Fills the tone curve: asinh of the brightness, divided by it. */
static void
make_film (float *film)
{
  const double full = asinh (STRETCH * 1.6);

  for (guint i = 0; i <= N_FILM; i++)
    {
      /* at the middle of the step */
      const double part = ((i & ((1 << FILM_BITS) - 1)) + 0.5) / (1 << FILM_BITS);
      const double y = ldexp ((1.0 + part) * FILM_LO, (int) (i >> FILM_BITS));

      film[i] = (float) (asinh (STRETCH * EXPOSURE * y) / full / y);
    }
}

/* One pixel of the disc: u, v in its plane. */
static void
make_disc (Maps *m, guint i, double u, double v)
{
  const double r = hypot (u, v), winding = log (MAX (r, 1e-3)) / PITCH, phase = atan2 (v, u) + winding;
  /* In coordinates that follow the arms, clouds are stretched along them. */
  const double a = r * cos (phase), b = r * sin (phase);
  const double floccules = clouds (9.0 * a + 30.0, 9.0 * b + 30.0, 7),
               grain = clouds (30.0 * u + 90.0, 30.0 * v + 90.0, 3);
  const double two = 0.5 + 0.5 * cos (2.0 * phase), four = 0.5 + 0.5 * cos (4.0 * phase + 0.9);
  const double crest = pow (two, 3.0) + 0.3 * pow (four, 3.0);
  const double light = exp (-r / SCALE_LENGTH) * (1.0 - smooth (0.85, 1.25, r));
  const double ring = (1.0 - exp (-pow (r / 0.13, 2.0)));
  double lane;

  m->disc[i] = light * (0.8 + 0.4 * pow (two, 2.0) * ring);
  m->arms[i] = pow (light, 0.8) * ring * (0.07 + crest) * (0.3 + 1.4 * floccules * grain * 2.0);
  m->knots[i] =
      pow (light, 0.75) * ring * (0.05 + crest)
      * pow (smooth (0.52, 0.8, noise (34.0 * u + 50.0, 34.0 * v + 50.0, 11) * (0.4 + floccules)), 2.0);
  lane = smooth (0.03, 0.12, r) * (1.0 - smooth (0.5, 0.95, r)) * (0.35 + 1.1 * floccules)
         * MIN (pow (0.5 + 0.5 * cos (2.0 * phase + 1.15), 7.0)
                    + 0.35 * pow (0.5 + 0.5 * cos (4.0 * phase + 2.4), 9.0),
                1.0);
  m->lanes[i] = (guint8) lround ((N_LANES - 1) * CLAMP (lane / LANE_DEEPEST, 0.0, 1.0));
}

static double
inside_corner (double x, double y)
{
  double dx = MAX (fabs (x - 0.5 * W) - (0.5 * W - CORNER), 0.0),
         dy = MAX (fabs (y - 0.5 * H) - (0.5 * H - CORNER), 0.0);

  return CLAMP (CORNER + 0.5 - hypot (dx, dy), 0.0, 1.0);
}

static void
add_stars (float *sky)
{
  for (guint k = 0; k < 46; k++)
    {
      double cx = W * hash (k, 1, 21), cy = H * hash (k, 2, 21), size = 0.7 + 0.5 * hash (k, 3, 21);
      double bright = 0.5 * pow (hash (k, 4, 21), 5.0) + 0.02;

      for (int y = (int) cy - 6; y <= (int) cy + 6; y++)
        for (int x = (int) cx - 6; x <= (int) cx + 6; x++)
          if (x >= 0 && y >= 0 && x < W && y < H)
            sky[y * W + x] += bright * exp (-0.5 * (pow (x - cx, 2.0) + pow (y - cy, 2.0)) / (size * size));
    }
}

static const Maps *
maps (void)
{
  static Maps *kept;

  if (g_once_init_enter (&kept))
    {
      Maps *m = g_new0 (Maps, 1);

      for (guint i = 0; i < W * H; i++)
        {
          double x = (i % W + 0.5 - 0.5 * W) / (0.5 * H), y = (i / W + 0.5 - 0.5 * H) / (0.5 * H);
          double along = x * cos (TURNED) - y * sin (TURNED), across = x * sin (TURNED) + y * cos (TURNED);
          double round = hypot (along, across / 0.86), oval = hypot (along, across / 0.74);

          /* De Vaucouleurs profile for the ellipse, softened in the centre; exponential bulge. */
          m->ellipse[i] =
              exp (-7.67 * (pow ((oval + 0.004) / 0.36, 0.25) - 1.0)) * (1.0 - smooth (1.0, 1.9, oval));
          m->bulge[i] = exp (-pow (round / 0.055, 0.75));
          make_disc (m, i, along, across / INCLINED);
          m->alpha[i] = (guint8) lround (255.0 * inside_corner (i % W + 0.5, i / W + 0.5));
        }
      add_stars (m->sky);
      for (guint i = 0; i < N_ENCODED; i++)
        m->encoded[i] = (guint8) lround (255.0 * sl_colour_encode (i / (N_ENCODED - 1.0)));
      m->encoded[N_ENCODED] = 255;
      make_film (m->film);
      normalise (m->ellipse);
      normalise (m->bulge);
      normalise (m->disc);
      normalise (m->arms);
      normalise (m->knots);
      g_once_init_leave (&kept, m);
    }
  return kept;
}

/* Colours of the age groups' light, relative to the brightness of all light. */
typedef struct {
  double rgb[SL_N_AGE_GROUPS][3], share[SL_N_AGE_GROUPS]; /* of the luminance */
  guint32 hex, group_hex[SL_N_AGE_GROUPS];
  double av;
} Light;

static void
measure_light (const SlResult *r, const SlGalaxy *galaxy, Light *light)
{
  const float *spectra[SL_N_AGE_GROUPS + 1];
  double xyz[SL_N_AGE_GROUPS + 1][3], rgb[3], all = 0.0;

  memset (light, 0, sizeof *light);
  for (guint g = 0; g < SL_N_AGE_GROUPS; g++)
    spectra[g] = r->sed_by_age + (gsize) g * r->n_wave;
  spectra[SL_N_AGE_GROUPS] = r->sed;
  sl_colour_xyz_of (r->wave, spectra, SL_N_AGE_GROUPS + 1, r->n_wave, xyz);
  sl_colour_rgb (xyz[SL_N_AGE_GROUPS], rgb);
  light->hex = sl_colour_hex (rgb);
  for (guint g = 0; g < SL_N_AGE_GROUPS; g++)
    {
      sl_colour_rgb (xyz[g], light->rgb[g]);
      light->share[g] = xyz[g][1];
      light->group_hex[g] = sl_colour_hex (light->rgb[g]);
      all += xyz[g][1];
    }
  for (guint g = 0; g < SL_N_AGE_GROUPS && all > 0.0; g++)
    {
      light->share[g] /= all;
      for (int c = 0; c < 3; c++)
        light->rgb[g][c] /= all;
    }
  light->av = CLAMP (galaxy->value[SL_PARAM_AV_OLD], 0.0, 4.0);
}

/* Weight of each map, by channel. */
typedef struct {
  float ellipse[3], bulge[3], disc[3], arms[3], knots[3], lane[3];
} Mixture;

static void
set_mixture (const Light *light, Mixture *m)
{
  static const double reddening[3] = { 0.75, 1.0, 1.32 };
  const double young = light->share[0] + light->share[1] + MIDDLE_COUNTS * light->share[2];
  const double spiral = smooth (SPIRAL_FROM, SPIRAL_FULL, young);

  for (int c = 0; c < 3; c++)
    {
      const double old = light->rgb[3][c] + light->rgb[4][c], middle = light->rgb[2][c];

      m->ellipse[c] = (1.0 - spiral) * (old + middle + light->rgb[1][c] + light->rgb[0][c]);
      m->bulge[c] = spiral * 0.3 * old;
      m->disc[c] = spiral * (0.7 * old + 0.6 * middle);
      m->arms[c] = spiral * (0.4 * middle + light->rgb[1][c] + 0.55 * light->rgb[0][c]);
      m->knots[c] = spiral * 0.45 * light->rgb[0][c];
      m->lane[c] = -1.7 * spiral * tanh (0.9 * light->av) * reddening[c];
    }
}

/* Adds up the light of a row of pixels, by channel. */
static void
expose (const Maps *map, const Mixture *m, const float dim[3][N_LANES], guint from, float rgb[3][W])
{
  for (int c = 0; c < 3; c++)
    {
      const float ellipse = m->ellipse[c], bulge = m->bulge[c], disc = m->disc[c], arms = m->arms[c],
                  knots = m->knots[c];

      for (guint i = 0; i < W; i++)
        rgb[c][i] = disc * map->disc[from + i] + arms * map->arms[from + i] + knots * map->knots[from + i];
      for (guint i = 0; i < W; i++)
        rgb[c][i] *= dim[c][map->lanes[from + i]];
      for (guint i = 0; i < W; i++)
        rgb[c][i] +=
            ellipse * map->ellipse[from + i] + bulge * map->bulge[from + i] + map->sky[from + i] * 6.0f;
    }
}

/* Applies the tone curve to the brightness; the colour is kept. */
static void
develop (const Maps *map, float rgb[3][W], const guint8 *alpha, guint32 *out)
{
  static const float sky[3] = { SKY_R, SKY_G, SKY_B };

  for (guint i = 0; i < W; i++)
    {
      const float y = 0.2126f * rgb[0][i] + 0.7152f * rgb[1][i] + 0.0722f * rgb[2][i];
      const float scale = map->film[film_index (CLAMP (y, FILM_LO, FILM_HI))];

      for (int c = 0; c < 3; c++)
        rgb[c][i] = MAX ((y + (float) VIVID * (rgb[c][i] - y)) * scale, 0.0f) + sky[c];
    }
  for (guint i = 0; i < W; i++)
    {
      const float top = MAX (MAX (rgb[0][i], rgb[1][i]), rgb[2][i]);
      guint32 pixel = alpha[i];

      for (int c = 0; c < 3; c++)
        {
          /* Overexposed pixels become white, as on film. */
          float v =
              top > 1.0f ? rgb[c][i] / top + (1.0f - rgb[c][i] / top) * MIN (top - 1.0f, 0.8f) : rgb[c][i];

          pixel = pixel << 8 | map->encoded[(int) (MIN (v, 1.0f) * (N_ENCODED - 1) + 0.5f)];
        }
      out[i] = pixel;
    }
}

static guint32 *
draw (const Light *light)
{
  const Maps *map = maps ();
  guint32 *picture = g_new (guint32, W * H);
  float rgb[3][W], dim[3][N_LANES];
  Mixture m;

  set_mixture (light, &m);
  for (int c = 0; c < 3; c++)
    for (guint i = 0; i < N_LANES; i++)
      dim[c][i] = expf (m.lane[c] * (float) LANE_DEEPEST * i / (N_LANES - 1));
  for (guint row = 0; row < H; row++)
    {
      expose (map, &m, dim, row * W, rgb);
      develop (map, rgb, map->alpha + row * W, picture + row * W);
    }
  return picture;
}

/* ------------------------------------------------------------------ plot */

/* Below the picture, with labels above: the colour of all light, and beside it those of the age groups, as
 * wide as their shares. */
#define SWATCH_UNTIL 0.2
#define GROUPS_FROM 0.24
#define LABEL_LEAST 0.13 /* of the width: labels do not fit into narrower groups */

static void
add_swatch (SlPlot *plot, guint panel, double x0, double x1, guint32 rgb)
{
  const guint32 colours[2] = { rgb, rgb };

  sl_plot_add_band (plot, panel, x0, x1, colours, 2, 1.0);
}

static void
add_shares (SlPlot *plot, const Light *light)
{
  /* High enough for two lines of text in one column of a page. */
  const guint names = sl_plot_add_panel (plot, 0.22), bar = sl_plot_add_panel (plot, 0.1);
  g_autofree char *hex = g_strdup_printf ("#%06x", light->hex);
  double x = GROUPS_FROM;

  sl_plot_set_y (plot, bar, SL_SCALE_LINEAR, 0.0, 1.0, NULL);
  sl_plot_set_y (plot, names, SL_SCALE_LINEAR, 0.0, 1.0, NULL);
  add_swatch (plot, bar, 0.0, SWATCH_UNTIL, light->hex);
  sl_plot_add_text (plot, names, 0.5 * SWATCH_UNTIL, 0.72, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_INK, hex);
  sl_plot_add_text (plot, names, 0.5 * SWATCH_UNTIL, 0.2, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_FAINT,
                    _ ("all light"));
  for (guint g = 0; g < SL_N_AGE_GROUPS; g++)
    {
      double width = light->share[g] * (1.0 - GROUPS_FROM);
      /* Translators: part of the light, in percent; with a narrow blank */
      g_autofree char *percent = g_strdup_printf (_ ("%.0f\u2009%%"), 100.0 * light->share[g]);

      if (width > 0.0)
        add_swatch (plot, bar, x, x + width, light->group_hex[g]);
      if (width >= LABEL_LEAST)
        {
          sl_plot_add_text (plot, names, x + 0.5 * width, 0.72, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_INK,
                            sl_figure_age_group_label (g));
          sl_plot_add_text (plot, names, x + 0.5 * width, 0.2, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_FAINT,
                            percent);
        }
      x += width;
    }
}

static SlPlot *
make_swatch (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
             const SlFigureOptions *options)
{
  SlPlot *plot = sl_plot_new (options->title);
  g_autofree guint32 *picture = NULL;
  g_autofree char *caption = NULL, *hex = NULL;
  Light light;
  guint panel;

  measure_light (result, options->galaxy, &light);
  picture = draw (&light);
  sl_plot_set_x (plot, SL_SCALE_LINEAR, 0.0, 1.0, NULL);
  panel = sl_plot_add_panel (plot, 1.0);
  sl_plot_set_y (plot, panel, SL_SCALE_LINEAR, 0.0, 1.0, NULL);
  sl_plot_add_picture (plot, panel, picture, W, H, _ ("A galaxy in this light"));
  add_shares (plot, &light);
  hex = g_strdup_printf ("#%06x", light.hex);
  /* Translators: %s is a colour as #rrggbb */
  caption = g_strdup_printf (_ ("Perceived rest-frame colour: %s in sRGB. The drawing’s colours follow the "
                                "light of young and old stars, more saturated as in a photograph; its shape "
                                "is invented. Below: all light, and the light of stars by age, each as wide "
                                "as its share of the perceived brightness."),
                             hex);
  sl_plot_set_caption (plot, caption);
  return plot;
}

const SlFigureInfo sl_figure_kind_swatch = {
  .name = "swatch",
  .title = N_ ("Appearance"),
  .description =
      N_ ("The galaxy’s perceived colour, a drawing in this colour, and the contributions of stars by age"),
  .want = SL_REQUEST_SED | SL_REQUEST_SED_AGES,
  .want_gradient = SL_REQUEST_SED | SL_REQUEST_SED_AGES,
  .furniture_mm = 10.0,
  .aspect = 0.62,
  .make = make_swatch,
};
