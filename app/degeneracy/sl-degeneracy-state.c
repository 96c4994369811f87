/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/degeneracy/sl-degeneracy-state.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-figures-corner.h"

/* Errors as of good photometry and spectra of single galaxies: rounded, for a start. */
static const SlDegeneracyOffer colours[] = {
  { "rest:LSST/u-g", 0.03, FALSE },  { "rest:LSST/g-r", 0.02, TRUE },    { "rest:LSST/r-i", 0.02, TRUE },
  { "rest:LSST/i-z", 0.02, FALSE },  { "rest:LSST/z-y", 0.03, FALSE },   { "rest:GALEX/FUV-NUV", 0.1, FALSE },
  { "rest:2MASS/J-H", 0.03, FALSE }, { "rest:2MASS/H-Ks", 0.03, FALSE }, { NULL }
};
static const SlDegeneracyOffer magnitudes[] = { { "obs:LSST/u", 0.05, FALSE },
                                                { "obs:LSST/g", 0.05, FALSE },
                                                { "obs:LSST/r", 0.05, FALSE },
                                                { "obs:LSST/i", 0.05, FALSE },
                                                { "obs:LSST/z", 0.05, FALSE },
                                                { "obs:LSST/y", 0.05, FALSE },
                                                { "obs:EUCLID/J", 0.05, FALSE },
                                                { "obs:EUCLID/H", 0.05, FALSE },
                                                { "obs:GALEX/NUV", 0.1, FALSE },
                                                { "obs:WISE/W1", 0.1, FALSE },
                                                { NULL } };
static const SlDegeneracyOffer lines[] = {
  { "ew:OII3727", 1.0, FALSE },       { "ew:Hbeta", 0.5, FALSE },
  { "ew:OIII5007", 1.0, FALSE },      { "ew:Halpha", 1.0, FALSE },
  { "balmer_decrement", 0.1, FALSE }, { "lgnii_halpha", 0.05, FALSE },
  { "lgoiii_hbeta", 0.05, FALSE },    { NULL }
};
static const SlDegeneracyOffer indices[] = { { "d4000n", 0.02, FALSE },  { "lick:HdeltaA", 0.3, FALSE },
                                             { "lick:Mgb", 0.2, FALSE }, { "lick:Fe5270", 0.2, FALSE },
                                             { "beta_uv", 0.1, FALSE },  { NULL } };
static const SlDegeneracyGroup group_table[SL_DEGENERACY_N_GROUPS] = {
  { N_ ("Colours at rest"), N_ ("The stellar library covers none of these bands."), colours },
  { N_ ("Magnitudes as observed"), N_ ("A galaxy at redshift 0 has none: give it a redshift."), magnitudes },
  { N_ ("Emission lines"), N_ ("This galaxy has none."), lines },
  { N_ ("Breaks and indices"), N_ ("The stellar library covers none of them."), indices },
};

static const SlParamId free_table[] = { SL_PARAM_LG_QT, SL_PARAM_LGMET_OLD, SL_PARAM_AV_OLD };

const SlDegeneracyGroup *
sl_degeneracy_group (guint i)
{
  return i < G_N_ELEMENTS (group_table) ? &group_table[i] : NULL;
}

static gboolean
put (SlDegeneracyState *self, const char *name, double error, gboolean on)
{
  int i = sl_degeneracy_state_find (self, name);

  if (strlen (name) >= SL_DEGENERACY_NAME || !(error > 0.0) || !isfinite (error))
    return FALSE;
  if (i < 0 && self->n == SL_DEGENERACY_MOST)
    return FALSE;
  if (i < 0)
    i = (int) self->n++;
  memset (&self->measurement[i], 0, sizeof self->measurement[i]);
  g_strlcpy (self->measurement[i].name, name, SL_DEGENERACY_NAME);
  self->measurement[i].error = error;
  self->measurement[i].on = on;
  return TRUE;
}

static void
put_offers (SlDegeneracyState *self, gboolean start)
{
  for (guint g = 0; g < G_N_ELEMENTS (group_table); g++)
    for (const SlDegeneracyOffer *offer = group_table[g].offers; offer->name; offer++)
      if (start || sl_degeneracy_state_find (self, offer->name) < 0)
        put (self, offer->name, offer->error, start && offer->on);
}

void
sl_degeneracy_state_init (SlDegeneracyState *self)
{
  memset (self, 0, sizeof *self);
  put_offers (self, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (free_table); i++)
    sl_degeneracy_state_set_free (self, free_table[i], TRUE);
}

gboolean
sl_degeneracy_state_equal (const SlDegeneracyState *a, const SlDegeneracyState *b)
{
  for (guint i = 0; i < a->n && a->n == b->n; i++)
    if (strcmp (a->measurement[i].name, b->measurement[i].name) != 0
        || a->measurement[i].error != b->measurement[i].error || a->measurement[i].on != b->measurement[i].on)
      return FALSE;
  return a->n == b->n && sl_param_set_equal (a->free, b->free) && sl_param_set_equal (a->shown, b->shown)
         && memcmp (a->prior, b->prior, sizeof a->prior) == 0;
}

int
sl_degeneracy_state_find (const SlDegeneracyState *self, const char *name)
{
  for (guint i = 0; i < self->n; i++)
    if (strcmp (self->measurement[i].name, name) == 0)
      return (int) i;
  return -1;
}

gboolean
sl_degeneracy_state_add (SlDegeneracyState *self, const char *name, double error)
{
  return put (self, name, error, TRUE);
}

void
sl_degeneracy_state_set_free (SlDegeneracyState *self, SlParamId id, gboolean free)
{
  if (free)
    sl_param_set_add (&self->free, id);
  else
    sl_param_set_remove (&self->free, id);
  if (!free)
    sl_param_set_remove (&self->shown, id);
  else if (sl_param_set_count (self->shown) < SL_FIGURE_CORNER_MOST)
    sl_param_set_add (&self->shown, id);
}

guint
sl_degeneracy_state_n_on (const SlDegeneracyState *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    n += self->measurement[i].on;
  return n;
}

/* --- as a variant ----------------------------------------------------------- */

static void
add_params (GVariantBuilder *builder, SlParamSet set)
{
  g_variant_builder_open (builder, G_VARIANT_TYPE_STRING_ARRAY);
  for (int i = sl_param_set_next (set, -1); i >= 0; i = sl_param_set_next (set, i))
    g_variant_builder_add (builder, "s", sl_param_info (i)->name);
  g_variant_builder_close (builder);
}

GVariant *
sl_degeneracy_state_to_variant (const SlDegeneracyState *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (SL_DEGENERACY_TYPE));
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("a(sdb)"));
  for (guint i = 0; i < self->n; i++)
    g_variant_builder_add (&builder, "(sdb)", self->measurement[i].name, self->measurement[i].error,
                           self->measurement[i].on);
  g_variant_builder_close (&builder);
  add_params (&builder, self->free);
  add_params (&builder, self->shown);
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("a{sd}"));
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (self->prior[i] > 0.0)
      g_variant_builder_add (&builder, "{sd}", sl_param_info (i)->name, self->prior[i]);
  g_variant_builder_close (&builder);
  return g_variant_builder_end (&builder);
}

gboolean
sl_degeneracy_state_from_variant (SlDegeneracyState *self, GVariant *variant)
{
  g_autoptr (GVariantIter) measurements = NULL, free = NULL, shown = NULL, priors = NULL;
  const char *name;
  double number;
  gboolean on;

  memset (self, 0, sizeof *self);
  g_variant_get (variant, SL_DEGENERACY_TYPE, &measurements, &free, &shown, &priors);
  if (g_variant_iter_n_children (measurements) == 0)
    {
      sl_degeneracy_state_init (self);
      return FALSE;
    }
  while (g_variant_iter_next (measurements, "(&sdb)", &name, &number, &on))
    put (self, name, number, on);
  while (g_variant_iter_next (free, "&s", &name))
    if (sl_param_lookup (name) >= 0)
      sl_param_set_add (&self->free, sl_param_lookup (name));
  while (g_variant_iter_next (shown, "&s", &name))
    if (sl_param_lookup (name) >= 0 && sl_param_set_has (self->free, sl_param_lookup (name))
        && sl_param_set_count (self->shown) < SL_FIGURE_CORNER_MOST)
      sl_param_set_add (&self->shown, sl_param_lookup (name));
  while (g_variant_iter_next (priors, "{&sd}", &name, &number))
    if (sl_param_lookup (name) >= 0 && number > 0.0 && isfinite (number))
      self->prior[sl_param_lookup (name)] = number;
  put_offers (self, FALSE);
  return TRUE;
}
