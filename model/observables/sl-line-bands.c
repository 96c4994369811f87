/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-line-bands.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Limits in air wavelengths [PHYSICS, section 8]. */
static const SlLineBand line_table[] = {
  { "OIII5007", "[O III]", N_ ("[O III] 5007"), 4997.0, 5006.84, 5017.0, 4970.0, 4994.0, 5020.0, 5045.0,
    FALSE },
  { "Hbeta", "Hβ", N_ ("H beta"), 4851.0, 4861.32, 4871.0, 4815.0, 4845.0, 4880.0, 4930.0, FALSE },
  { "Halpha", "Hα + [N II]", N_ ("H alpha and [N II]"), 6540.0, 6562.80, 6590.0, 6490.0, 6530.0, 6600.0,
    6640.0, FALSE },
  { "OII3727", "[O II]", N_ ("[O II] 3727"), 3716.0, 3727.5, 3740.0, 3655.0, 3705.0, 3745.0, 3765.0, FALSE },
};

/* Trager et al. 1998, ApJS 116, 1, Table 1 (21 indices), and Worthey & Ottaviani 1997, ApJS 111, 377, Table 1
 * (H delta and H gamma); air wavelengths. */
#define LICK(name, label, lo, hi, blo, bhi, rlo, rhi, magnitude) \
  { name, label, label, lo, 0.5 * ((lo) + (hi)), hi, blo, bhi, rlo, rhi, magnitude }
static const SlLineBand lick_table[] = {
  LICK ("CN1", "CN<sub>1</sub>", 4142.125, 4177.125, 4080.125, 4117.625, 4244.125, 4284.125, TRUE),
  LICK ("CN2", "CN<sub>2</sub>", 4142.125, 4177.125, 4083.875, 4096.375, 4244.125, 4284.125, TRUE),
  LICK ("Ca4227", "Ca4227", 4222.250, 4234.750, 4211.000, 4219.750, 4241.000, 4251.000, FALSE),
  LICK ("G4300", "G4300", 4281.375, 4316.375, 4266.375, 4282.625, 4318.875, 4335.125, FALSE),
  LICK ("Fe4383", "Fe4383", 4369.125, 4420.375, 4359.125, 4370.375, 4442.875, 4455.375, FALSE),
  LICK ("Ca4455", "Ca4455", 4452.125, 4474.625, 4445.875, 4454.625, 4477.125, 4492.125, FALSE),
  LICK ("Fe4531", "Fe4531", 4514.250, 4559.250, 4504.250, 4514.250, 4560.500, 4579.250, FALSE),
  LICK ("Fe4668", "Fe4668", 4634.000, 4720.250, 4611.500, 4630.250, 4742.750, 4756.500, FALSE),
  LICK ("Hbeta", "Hβ", 4847.875, 4876.625, 4827.875, 4847.875, 4876.625, 4891.625, FALSE),
  LICK ("Fe5015", "Fe5015", 4977.750, 5054.000, 4946.500, 4977.750, 5054.000, 5065.250, FALSE),
  LICK ("Mg1", "Mg<sub>1</sub>", 5069.125, 5134.125, 4895.125, 4957.625, 5301.125, 5366.125, TRUE),
  LICK ("Mg2", "Mg<sub>2</sub>", 5154.125, 5196.625, 4895.125, 4957.625, 5301.125, 5366.125, TRUE),
  LICK ("Mgb", "Mg <i>b</i>", 5160.125, 5192.625, 5142.625, 5161.375, 5191.375, 5206.375, FALSE),
  LICK ("Fe5270", "Fe5270", 5245.650, 5285.650, 5233.150, 5248.150, 5285.650, 5318.150, FALSE),
  LICK ("Fe5335", "Fe5335", 5312.125, 5352.125, 5304.625, 5315.875, 5353.375, 5363.375, FALSE),
  LICK ("Fe5406", "Fe5406", 5387.500, 5415.000, 5376.250, 5387.500, 5415.000, 5425.000, FALSE),
  LICK ("Fe5709", "Fe5709", 5696.625, 5720.375, 5672.875, 5696.625, 5722.875, 5736.625, FALSE),
  LICK ("Fe5782", "Fe5782", 5776.625, 5796.625, 5765.375, 5775.375, 5797.875, 5811.625, FALSE),
  LICK ("NaD", "Na D", 5876.875, 5909.375, 5860.625, 5875.625, 5922.125, 5948.125, FALSE),
  LICK ("TiO1", "TiO<sub>1</sub>", 5936.625, 5994.125, 5816.625, 5849.125, 6038.625, 6103.625, TRUE),
  LICK ("TiO2", "TiO<sub>2</sub>", 6189.625, 6272.125, 6066.625, 6141.625, 6372.625, 6415.125, TRUE),
  LICK ("HdeltaA", "Hδ<sub>A</sub>", 4083.500, 4122.250, 4041.600, 4079.750, 4128.500, 4161.000, FALSE),
  LICK ("HgammaA", "Hγ<sub>A</sub>", 4319.750, 4363.500, 4283.500, 4319.750, 4367.250, 4419.750, FALSE),
  LICK ("HdeltaF", "Hδ<sub>F</sub>", 4091.000, 4112.250, 4057.250, 4088.500, 4114.750, 4137.250, FALSE),
  LICK ("HgammaF", "Hγ<sub>F</sub>", 4331.250, 4352.250, 4283.500, 4319.750, 4354.750, 4384.750, FALSE),
};
#undef LICK

static const SlLineBand *
find (const SlLineBand *table, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (name, table[i].name) == 0)
      return &table[i];
  return NULL;
}

static char *
names (const SlLineBand *table, guint n)
{
  GString *list = g_string_new (table[0].name);

  for (guint i = 1; i < n; i++)
    g_string_append_printf (list, " %s", table[i].name);
  return g_string_free (list, FALSE);
}

const SlLineBand *
sl_line_band_find (const char *name)
{
  return find (line_table, G_N_ELEMENTS (line_table), name);
}

const SlLineBand *
sl_lick_band_find (const char *name)
{
  return find (lick_table, G_N_ELEMENTS (lick_table), name);
}

SlLineBand
sl_line_band_on_axis (const SlLineBand *band, double air_from)
{
  SlLineBand on = *band;
  double *const limits[] = { &on.line_lo, &on.line_mid, &on.line_hi, &on.blue_lo,
                             &on.blue_hi, &on.red_lo,   &on.red_hi };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    *limits[i] = sl_axis_of_air (*limits[i], air_from);
  return on;
}

char *
sl_line_band_names (void)
{
  return names (line_table, G_N_ELEMENTS (line_table));
}

char *
sl_lick_band_names (void)
{
  return names (lick_table, G_N_ELEMENTS (lick_table));
}

/* A positive number that fills the text. */
static gboolean
read_number (const char *text, double *x)
{
  char *end = NULL;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  *x = g_ascii_strtod (text, &end);
  return *end == 0 && isfinite (*x) && *x > 0.0;
}

static gboolean
read_limits (const char *text, double *lo, double *hi)
{
  g_auto (GStrv) part = g_strsplit (text, "-", -1);

  return g_strv_length (part) == 2 && read_number (part[0], lo) && read_number (part[1], hi) && *lo < *hi;
}

char *
sl_line_band_read (const char *text, gboolean centre, SlLineBand *band)
{
  g_auto (GStrv) whole = g_strsplit (text, centre ? "@" : "\n", 2),
                 part = g_strsplit (whole[0] ? whole[0] : "", "+", -1);
  double *limit[3][2] = { { &band->line_lo, &band->line_hi }, { &band->blue_lo, &band->blue_hi },
                          { &band->red_lo, &band->red_hi } };
  guint n = g_strv_length (part);

  *band = (SlLineBand){ NULL };
  if (!centre && n == 4 && strcmp (part[3], "mag") == 0)
    band->magnitude = TRUE, n = 3;
  if (n != 3)
    return g_strdup (
        _ ("expected three bands, the line’s and those on its blue and its red side, joined by +"));
  for (guint i = 0; i < 3; i++)
    if (!read_limits (part[i], limit[i][0], limit[i][1]))
      return g_strdup_printf (_ ("expected two increasing wavelengths in Å such as 4997-5017, found “%s”"),
                              part[i]);
  if (!(band->blue_lo + band->blue_hi < band->red_lo + band->red_hi
        && band->line_lo >= band->blue_lo && band->line_hi <= band->red_hi))
    return g_strdup (_ ("expected the line between the outer ends of its blue and red side bands"));
  band->line_mid = 0.5 * (band->line_lo + band->line_hi);
  if (whole[0] && whole[1]
      && !(read_number (whole[1], &band->line_mid) && band->line_mid >= band->line_lo
           && band->line_mid <= band->line_hi))
    return g_strdup_printf (_ ("expected a centre within the line band, found “%s”"), whole[1]);
  return NULL;
}
