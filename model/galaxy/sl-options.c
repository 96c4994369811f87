/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/galaxy/sl-options.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static const struct { const char *name, *title; } metals_table[SL_N_METALS] = {
  [SL_METALS_AGE] = { "age", N_ ("By age") },
  [SL_METALS_TABLE] = { "table", N_ ("By time, from a file") },
  [SL_METALS_MASS] = { "mass", N_ ("By mass formed") },
};

static const struct { const char *name, *title; } numerics_table[SL_N_NUMERICS] = {
  [SL_NUMERICS_EXACT] = { "exact", N_ ("Exact") },
  [SL_NUMERICS_DSPS] = { "dsps", N_ ("As in DSPS") },
};

static const struct { const char *name, *title; } edges_table[SL_N_BAND_EDGES] = {
  [SL_BAND_EDGES_NONE] = { "none", N_ ("No value") },
  [SL_BAND_EDGES_COVERED] = { "covered", N_ ("The covered part") },
  [SL_BAND_EDGES_DARK] = { "dark", N_ ("Dark beyond it, as in DSPS") },
};

static const struct {
  const char *name, *title;
} switch_table[2] = { { "no", N_ ("No") }, { "yes", N_ ("Yes") } };

static const char *form_name (guint i) { return sl_sfh_form_info (i)->name; }
static const char *form_title (guint i) { return sl_sfh_form_info (i)->title; }
static const char *law_name (guint i) { return sl_dust_law_info (i)->name; }
static const char *law_title (guint i) { return sl_dust_law_info (i)->title; }
static const char *metals_name (guint i) { return metals_table[i].name; }
static const char *metals_title (guint i) { return metals_table[i].title; }
static const char *numerics_name (guint i) { return numerics_table[i].name; }
static const char *numerics_title (guint i) { return numerics_table[i].title; }
static const char *edges_name (guint i) { return edges_table[i].name; }
static const char *edges_title (guint i) { return edges_table[i].title; }
static const char *switch_name (guint i) { return switch_table[i].name; }
static const char *switch_title (guint i) { return switch_table[i].title; }

static const struct {
  SlOptionInfo info;
  gsize offset; /* of an int in SlGalaxy */
  const char *(*name) (guint value), *(*title) (guint value);
} option_table[SL_N_OPTIONS] = {
#define CHOICE(member, title, tip, gr, n, kind)                                                              \
  {                                                                                                          \
    { #member, title, tip, SL_GROUP_##gr, n, FALSE }, G_STRUCT_OFFSET (SlGalaxy, member), kind##_name,       \
        kind##_title                                                                                         \
  }
#define SWITCH(member, title, tip, gr)                                                                       \
  {                                                                                                          \
    { #member, title, tip, SL_GROUP_##gr, 2, TRUE }, G_STRUCT_OFFSET (SlGalaxy, member), switch_name,        \
        switch_title                                                                                         \
  }
  [SL_OPTION_SFH_FORM] =
      CHOICE (sfh_form, N_ ("Form of the star-formation history"),
              N_ ("How the star-formation rate depends on time"), MAIN_SEQUENCE, SL_N_SFH_FORMS, form),
  [SL_OPTION_METALS] =
      CHOICE (metals, N_ ("Source of metals"), N_ ("What sets the metals of each generation of stars"),
              METALS, SL_N_METALS, metals),
  [SL_OPTION_LGMET_GAS_FREE] =
      SWITCH (lgmet_gas_free, N_ ("_Metals of the gas independent of the stars"),
              N_ ("Otherwise gas has the metals of the young stars that light it up."), GAS),
  [SL_OPTION_DUST_LAW] = CHOICE (dust_law, N_ ("Dust law"),
                                 N_ ("How attenuation depends on wavelength"), DUST, SL_N_DUST_LAWS, law),
  [SL_OPTION_UV_BUMP_FREE] =
      SWITCH (uv_bump_free, N_ ("_Bump independent of the slope"),
              N_ ("Otherwise the strength of the bump follows from the slope of the curve."), DUST),
  [SL_OPTION_DUST_EMISSION] =
      SWITCH (dust_emission, N_ ("Infra_red dust emission"),
              N_ ("Dust emits the energy that it absorbs, between 3 µm and 1 mm."), DUST),
  [SL_OPTION_IGM] = SWITCH (igm, N_ ("Intergalactic gas a_bsorbs"),
                            N_ ("Neutral hydrogen along the line of sight absorbs observed light below "
                                "1216 Å in the rest frame."),
                            OBSERVATION),
  [SL_OPTION_NUMERICS] =
      CHOICE (numerics, N_ ("Light in bands"),
              N_ ("Exact: the integral takes every point of spectrum and filter, in vacuum. As in DSPS: the "
                  "spectrum is sampled at the points of the filter, which misses lines between them."),
              OBSERVATION, SL_N_NUMERICS, numerics),
  [SL_OPTION_BAND_EDGES] =
      CHOICE (band_edges, N_ ("Bands beyond the library"),
              N_ ("What a band is worth where the stellar library covers only a part of it"), OBSERVATION,
              SL_N_BAND_EDGES, edges),
#undef CHOICE
#undef SWITCH
};
G_STATIC_ASSERT (sizeof (SlSfhFormId) == sizeof (int) && sizeof (SlDustLaw) == sizeof (int)
                 && sizeof (SlMetals) == sizeof (int) && sizeof (SlNumerics) == sizeof (int)
                 && sizeof (SlBandEdges) == sizeof (int) && sizeof (gboolean) == sizeof (int));

const SlOptionInfo *
sl_option_info (SlOptionId id)
{
  g_return_val_if_fail ((guint) id < SL_N_OPTIONS, NULL);
  return &option_table[id].info;
}

int
sl_option_lookup (const char *name)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (g_strcmp0 (name, option_table[i].info.name) == 0)
      return i;
  return -1;
}

const char *
sl_option_value_name (SlOptionId id, guint value)
{
  g_return_val_if_fail ((guint) id < SL_N_OPTIONS && value < option_table[id].info.n_values, NULL);
  return option_table[id].name (value);
}

const char *
sl_option_value_title (SlOptionId id, guint value)
{
  g_return_val_if_fail ((guint) id < SL_N_OPTIONS && value < option_table[id].info.n_values, NULL);
  return option_table[id].title (value);
}

int
sl_option_value_lookup (SlOptionId id, const char *name)
{
  static const struct {
    const char *name;
    int value;
  } also[] = { { "false", 0 }, { "0", 0 }, { "true", 1 }, { "1", 1 } };

  g_return_val_if_fail ((guint) id < SL_N_OPTIONS, -1);
  for (guint i = 0; i < option_table[id].info.n_values; i++)
    if (g_strcmp0 (name, option_table[id].name (i)) == 0)
      return i;
  for (guint i = 0; i < G_N_ELEMENTS (also) && option_table[id].info.is_switch; i++)
    if (g_strcmp0 (name, also[i].name) == 0)
      return also[i].value;
  return -1;
}

guint
sl_galaxy_option (const SlGalaxy *self, SlOptionId id)
{
  g_return_val_if_fail ((guint) id < SL_N_OPTIONS, 0);
  return G_STRUCT_MEMBER (int, self, option_table[id].offset);
}

void
sl_galaxy_set_option (SlGalaxy *self, SlOptionId id, guint value)
{
  g_return_if_fail ((guint) id < SL_N_OPTIONS && value < option_table[id].info.n_values);
  G_STRUCT_MEMBER (int, self, option_table[id].offset) = value;
}

void
sl_galaxy_change_option (SlGalaxy *self, SlOptionId id, guint value)
{
  const SlGalaxy before = *self;

  sl_galaxy_set_option (self, id, value);
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      double old_def, def, lo, hi;

      sl_galaxy_range (&before, i, &old_def, NULL, NULL);
      sl_galaxy_range (self, i, &def, &lo, &hi);
      if (old_def != def && (self->value[i] == old_def || self->value[i] < lo || self->value[i] > hi))
        self->value[i] = def;
    }
}

int
sl_option_that_frees (SlParamId id)
{
  return id == SL_PARAM_UV_BUMP     ? SL_OPTION_UV_BUMP_FREE
         : id == SL_PARAM_LGMET_GAS ? SL_OPTION_LGMET_GAS_FREE
                                    : -1;
}

gboolean
sl_galaxy_uses_option (const SlGalaxy *self, SlOptionId id)
{
  return id != SL_OPTION_UV_BUMP_FREE || sl_dust_law_info (self->dust_law)->bump;
}

gboolean
sl_galaxy_same_options (const SlGalaxy *a, const SlGalaxy *b)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (sl_galaxy_option (a, i) != sl_galaxy_option (b, i))
      return FALSE;
  return memcmp (a->sfh_edges, b->sfh_edges, sizeof a->sfh_edges) == 0 && a->sfh_table == b->sfh_table
         && a->metals_table == b->metals_table
         && memcmp (a->lines_off, b->lines_off, sizeof a->lines_off) == 0;
}

void
sl_galaxy_copy_options (SlGalaxy *to, const SlGalaxy *from)
{
  double value[SL_N_PARAMS];

  memcpy (value, to->value, sizeof value);
  *to = *from;
  memcpy (to->value, value, sizeof value);
}
