/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the settings: cut, bins, bands, frame. */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-population-labels.h"
#include "app/population/sl-population-panel-private.h"

/* Least distances between the ends of a range, mag. */
#define LEAST_BINS 2.0
#define LEAST_MAP 0.2

static const guint bins_table[] = { 32, 64, 128, 256 };

/* --- numbers --------------------------------------------------------------- */

#define PLAIN(name, member) \
  static double get_##name (const SlPopulationState *s) { return s->spec.member; } \
  static void set_##name (SlPopulationState *s, double value) { s->spec.member = value; }
PLAIN (cut, cut)
PLAIN (cut_width, cut_width)
PLAIN (bin_width, bin_width)
PLAIN (pivot, pivot)
#undef PLAIN
#define LOWER(name, lo, hi, least)                                                                           \
  static double get_##name (const SlPopulationState *s)                                                      \
  {                                                                                                          \
    return s->spec.lo;                                                                                       \
  }                                                                                                          \
  static void set_##name (SlPopulationState *s, double value)                                                \
  {                                                                                                          \
    s->spec.lo = MIN (value, s->spec.hi - least);                                                            \
  }
#define UPPER(name, lo, hi, least)                                                                           \
  static double get_##name (const SlPopulationState *s)                                                      \
  {                                                                                                          \
    return s->spec.hi;                                                                                       \
  }                                                                                                          \
  static void set_##name (SlPopulationState *s, double value)                                                \
  {                                                                                                          \
    s->spec.hi = MAX (value, s->spec.lo + least);                                                            \
  }
LOWER (bin_lo, bin_lo, bin_hi, LEAST_BINS)
UPPER (bin_hi, bin_lo, bin_hi, LEAST_BINS)
LOWER (map_lo, map_lo, map_hi, LEAST_MAP)
UPPER (map_hi, map_lo, map_hi, LEAST_MAP)
#undef LOWER
#undef UPPER

static double
get_redshift (const SlPopulationState *s)
{
  return s->spec.base.value[SL_PARAM_REDSHIFT];
}

/* Where a setting appears: in "Cut and histogram", in the expander there, or in "Observation". */
enum { IN_CUT, IN_RANGES, IN_OBSERVATION };
static const struct { int where; SlPopulationSetting setting;
} setting_table[] = {
  { IN_CUT,
    { "cut", "cut", N_ ("Cut in colour"), N_ ("Redder galaxies pass. You can also drag the line on the map."),
      "mag", -1.0, 4.0, 0.01, 3, get_cut, set_cut } },
  { IN_CUT,
    { "cut-width", "<i>w</i><sub>cut</sub>", N_ ("Smoothing of the cut"),
      N_ ("Width over which the cut is smoothed. Without smoothing there is no gradient."), "mag", 0.002, 0.5,
      0.002, 3, get_cut_width, set_cut_width } },
  { IN_CUT,
    { "bin-width", "<i>w</i><sub>bin</sub>", N_ ("Smoothing of the bins"),
      N_ ("Width over which each magnitude is smoothed. Without smoothing there is no gradient."), "mag",
      0.01, 1.0, 0.01, 2, get_bin_width, set_bin_width } },
  { IN_RANGES,
    { "bin-lo", "", N_ ("Bright end"), N_ ("Bright end of the first bin."), "mag", -32.0, 34.0, 0.5, 1,
      get_bin_lo, set_bin_lo } },
  { IN_RANGES,
    { "bin-hi", "", N_ ("Faint end"), N_ ("Faint end of the last bin."), "mag", -30.0, 36.0, 0.5, 1,
      get_bin_hi, set_bin_hi } },
  { IN_RANGES,
    { "map-lo", "", N_ ("Bluest colour"), N_ ("Lower end of the map."), "mag", -3.0, 4.0, 0.1, 1, get_map_lo,
      set_map_lo } },
  { IN_RANGES,
    { "map-hi", "", N_ ("Reddest colour"), N_ ("Upper end of the map."), "mag", -2.0, 6.0, 0.1, 1, get_map_hi,
      set_map_hi } },
  { IN_OBSERVATION,
    { "redshift", "<i>z</i>", N_ ("Redshift"),
      N_ ("All galaxies are observed at this redshift, and at the age of the universe at it."), "", 0.0, 6.0,
      0.01, 3, get_redshift, sl_population_state_set_redshift } },
  { IN_OBSERVATION,
    { "pivot", "lg <i>M</i><sub>0</sub>", N_ ("Pivot of the slopes"),
      N_ ("Halo mass at which a parameter that follows halo mass has its mean."), "<i>M</i><sub>☉</sub>",
      10.0, 15.0, 0.1, 2, get_pivot, set_pivot } },
};

static void
add_settings (SlPopulationPanel *self, GtkBox *box, int where)
{
  for (guint i = 0; i < G_N_ELEMENTS (setting_table); i++)
    {
      const SlPopulationSetting *setting = &setting_table[i].setting;
      GtkWidget *row;

      if (setting_table[i].where != where)
        continue;
      row = sl_param_row_new (&(SlParamRowSpec) { .name = setting->name,
                                                  .symbol = setting->symbol,
                                                  .title = _ (setting->title),
                                                  .tooltip = _ (setting->tooltip),
                                                  .unit = setting->unit,
                                                  .def = setting->lo,
                                                  .lo = setting->lo,
                                                  .hi = setting->hi,
                                                  .step = setting->step,
                                                  .digits = setting->digits });
      gtk_widget_add_css_class (row, "sl-no-sensitivity");
      sl_population_panel_add_row (self, row, setting->name, _ (setting->title))->setting = setting;
      gtk_box_append (box, row);
    }
}

/* --- lists ------------------------------------------------------------------ */

static void
band_cb (GtkDropDown *drop, GParamSpec *pspec, SlPopulationPanel *self)
{
  const gsize offset = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (drop), "sl-offset"));
  SlPopulationState state = sl_population_panel_state (self);

  G_STRUCT_MEMBER (guint, &state.spec, offset) = gtk_drop_down_get_selected (drop);
  sl_population_panel_change (self, &state, _ ("Bands"));
}

static GtkWidget *
band_list (SlPopulationPanel *self, gsize offset, const char *name)
{
  const SlPopulationSpec *spec = &sl_population_document_get_state (self->document)->spec;
  const char *words[SL_POP_MAX_BANDS + 1] = { NULL };
  GtkWidget *drop;

  for (guint b = 0; b < spec->n_bands; b++)
    words[b] = sl_population_label_band (spec, b);
  drop = sl_population_panel_list (name, words, G_STRUCT_MEMBER (guint, spec, offset));
  g_object_set_data (G_OBJECT (drop), "sl-offset", GSIZE_TO_POINTER (offset));
  g_signal_connect (drop, "notify::selected", G_CALLBACK (band_cb), self);
  return drop;
}

static void
bins_cb (GtkDropDown *drop, GParamSpec *pspec, SlPopulationPanel *self)
{
  SlPopulationState state = sl_population_panel_state (self);
  const guint i = gtk_drop_down_get_selected (drop);

  if (i >= G_N_ELEMENTS (bins_table))
    return;
  state.spec.n_bins = bins_table[i];
  sl_population_panel_change (self, &state, _ ("Number of bins"));
}

static void
frame_cb (GtkDropDown *drop, GParamSpec *pspec, SlPopulationPanel *self)
{
  SlPopulationState state = sl_population_panel_state (self);

  sl_population_state_set_observed (&state, gtk_drop_down_get_selected (drop) == 1);
  sl_population_panel_change (self, &state, _ ("Frame of the bands"));
}

static GtkWidget *
bins_list (SlPopulationPanel *self)
{
  const guint n = sl_population_document_get_state (self->document)->spec.n_bins;
  const char *words[G_N_ELEMENTS (bins_table) + 1] = { NULL };
  char text[G_N_ELEMENTS (bins_table)][8];
  guint selected = GTK_INVALID_LIST_POSITION;
  GtkWidget *drop;

  for (guint i = 0; i < G_N_ELEMENTS (bins_table); i++)
    {
      g_snprintf (text[i], sizeof text[i], "%u", bins_table[i]);
      words[i] = text[i];
      if (bins_table[i] == n)
        selected = i;
    }
  drop = sl_population_panel_list (_ ("Number of bins"), words, selected);
  g_signal_connect (drop, "notify::selected", G_CALLBACK (bins_cb), self);
  return drop;
}

static void
ranges_open_cb (GtkExpander *expander, GParamSpec *pspec, SlPopulationPanel *self)
{
  self->ranges_open = gtk_expander_get_expanded (expander);
}

static void
build_cut (SlPopulationPanel *self)
{
  GtkBox *box = self->content[SL_POPULATION_SECTION_CUT];
  GtkWidget *colour = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *expander;
  GtkWidget *ranges = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (box,
                  sl_population_panel_line (_ ("Histogram in"),
                                            band_list (self, G_STRUCT_OFFSET (SlPopulationSpec, magnitude),
                                                       _ ("Band of the histogram"))));
  gtk_box_append (GTK_BOX (colour),
                  band_list (self, G_STRUCT_OFFSET (SlPopulationSpec, blue), _ ("Bluer band of the colour")));
  gtk_box_append (GTK_BOX (colour), gtk_label_new ("−"));
  gtk_box_append (GTK_BOX (colour),
                  band_list (self, G_STRUCT_OFFSET (SlPopulationSpec, red), _ ("Redder band of the colour")));
  gtk_box_append (box, sl_population_panel_line (_ ("Colour"), colour));
  add_settings (self, box, IN_CUT);
  gtk_box_append (GTK_BOX (ranges), sl_population_panel_line (_ ("Bins"), bins_list (self)));
  add_settings (self, GTK_BOX (ranges), IN_RANGES);
  expander = gtk_expander_new (_ ("Ranges"));
  gtk_widget_add_css_class (expander, "sl-fixed");
  gtk_expander_set_child (GTK_EXPANDER (expander), ranges);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), self->ranges_open);
  g_signal_connect (expander, "notify::expanded", G_CALLBACK (ranges_open_cb), self);
  gtk_box_append (box, expander);
}

static void
build_observation (SlPopulationPanel *self)
{
  static const char *const frames[] = { N_ ("Rest frame"), N_ ("Observer’s frame") };
  const SlPopulationState *state = sl_population_document_get_state (self->document);
  const char *words[] = { _ (frames[0]), _ (frames[1]), NULL };
  GtkBox *box = self->content[SL_POPULATION_SECTION_OBSERVATION];
  GtkWidget *frame;

  frame = sl_population_panel_list (_ ("Frame of the bands"), words, state->spec.observed);
  g_signal_connect (frame, "notify::selected", G_CALLBACK (frame_cb), self);
  gtk_box_append (box, sl_population_panel_line (_ ("Bands"), frame));
  add_settings (self, box, IN_OBSERVATION);
}

void
sl_population_panel_build_settings (SlPopulationPanel *self)
{
  self->building = SL_POPULATION_SECTION_CUT;
  build_cut (self);
  self->building = SL_POPULATION_SECTION_OBSERVATION;
  build_observation (self);
}
