/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/sl-scenes.h"
#include "model/galaxy/sl-presets.h"
#include "model/support/sl-text-quote.h"

#include <string.h>

#include <glib/gi18n.h>

/* A scene is one row of scene_table. Galaxies are those of section 3.1 of the paper, values those of the
 * legends of its figures, with Zsun = 0.02. */

typedef struct { SlParamId id; double value; } Setting;
#define MOST_SETTINGS 8
typedef struct {
  const char *name;      /* NULL: end of the pins */
  const char *preset;
  Setting set[MOST_SETTINGS]; /* ends with id 0 and value 0: logm0 is never 0 */
} Variant;
typedef struct { const char *figure, *choices; } Tile;

typedef struct {
  SlSceneInfo info;
  const char *caption;
  Variant galaxy;        /* its name tells which of the variants it is */
  Variant pin[5];
  SlTiling tiling;
  Tile tile[4];          /* ends with figure NULL; none: plots are not changed */
  SlParamId gradient;
  int tied;              /* varied together with gradient; -1: none */
  SlParamId more[3];     /* ends with gradient */
  const char *focus;
} Scene;

#define PAPER N_ ("Figures of the DSPS Paper")
#define GALAXIES N_ ("Galaxies")
#define MS "main-sequence"
#define QUENCHED "quenched"
#define METALS(z) { SL_PARAM_LGMET_YOUNG, z }, { SL_PARAM_LGMET_OLD, z }
#define METALS_BY_AGE(young, old) { SL_PARAM_LGMET_YOUNG, young }, { SL_PARAM_LGMET_OLD, old }
#define NO_DUST { SL_PARAM_AV_YOUNG, 0.0 }, { SL_PARAM_AV_OLD, 0.0 }
#define DUST(av_y, av_o, d_y, d_o)                                                                           \
  { SL_PARAM_AV_YOUNG, av_y }, { SL_PARAM_AV_OLD, av_o }, { SL_PARAM_DELTA_YOUNG, d_y },                     \
  {                                                                                                          \
    SL_PARAM_DELTA_OLD, d_o                                                                                  \
  }
/* Quenched to a tenth of the rate. */
#define PARTLY_QUENCHED                                                                                      \
  {                                                                                                          \
    N_ ("partly quenched"), QUENCHED, { NO_DUST, { SL_PARAM_LG_DROP, -1.0 }, { SL_PARAM_LG_REJUV, -1.0 } }   \
  }

static const Scene scene_table[] = {
  { .info = { "fig1", N_ ("1 · Star formation and ages"), PAPER },
    .caption = N_ ("Figure 1. Star formation of three galaxies in halos like the Milky Way’s: this "
                   "one, which is quenched, a partly quenched one, and one on the main sequence. "
                   "Six billion years after the Big Bang their rates are a three-hundredth and a "
                   "tenth of that on the main sequence. Dashed: the quenching function of this "
                   "galaxy. Right: ages of the stars of all three today, and of this galaxy’s "
                   "stars when it is observed earlier."),
    .galaxy = { N_ ("quenched"), QUENCHED, { NO_DUST } },
    .pin = { PARTLY_QUENCHED, { N_ ("main sequence"), MS, { NO_DUST } } },
    .tiling = SL_TILING_TWO,
    .tile = { { "sfh", "" }, { "ages", "" } },
    .gradient = SL_PARAM_LG_DROP,
    .tied = SL_PARAM_LG_REJUV },

  { .info = { "fig2", N_ ("2 · Colours and quenching"), PAPER },
    .caption = N_ ("Figure 2. Rest-frame colours of the galaxies of figure 1 against the time at "
                   "which they are observed. They redden as their stars age, and most where star "
                   "formation stops. The partly quenched galaxy then becomes a little bluer again. "
                   "Below, the derivative of the quenched galaxy’s colours by the depth of "
                   "quenching. It is negative: a galaxy that is quenched less is bluer."),
    .galaxy = { N_ ("quenched"), QUENCHED, { NO_DUST } },
    .pin = { PARTLY_QUENCHED, { N_ ("main sequence"), MS, { NO_DUST } } },
    .tiling = SL_TILING_ONE,
    .tile = { { "colours", "" } },
    .gradient = SL_PARAM_LG_DROP,
    .tied = SL_PARAM_LG_REJUV,
    .focus = "rest:LSST/g-r" },

  { .info = { "fig3", N_ ("3 · A range of metallicities"), PAPER },
    .caption = N_ ("Figure 3. Spectrum of a main-sequence galaxy whose stars have metallicities "
                   "around lg Z/Z☉ = −0.3 with a scatter of 0.25, compared with its spectra if "
                   "nearly all stars had a fifth or 2.5 times the Sun’s metallicity: the two "
                   "metallicities of the library that are nearest to the ends of the range."),
    .galaxy = { N_ ("all metallicities"), MS, { NO_DUST } },
    .pin = { { N_ ("lowest metallicity"),
               MS,
               { NO_DUST, METALS (-2.39794), { SL_PARAM_LGMET_SCATTER, 0.05 } } },
             { N_ ("highest metallicity"),
               MS,
               { NO_DUST, METALS (-1.30103), { SL_PARAM_LGMET_SCATTER, 0.05 } } } },
    .tiling = SL_TILING_ONE,
    .tile = { { "sed", "" } },
    .gradient = SL_PARAM_LGMET_OLD,
    .tied = SL_PARAM_LGMET_YOUNG,
    .focus = "rest:LSST/g-r" },

  { .info = { "fig4", N_ ("4 · Colours and metallicity"), PAPER },
    .caption = N_ ("Figure 4. Rest-frame colours of the main-sequence galaxy for lower and higher "
                   "metallicity; this one has a mean lg Z/Z☉ of −0.3. Below, their derivative by "
                   "the mean. More metals redden g − r at all times. They change r − i little, and "
                   "make it bluer in the first six billion years. In the paper they redden both, "
                   "but not g − r of the youngest galaxies. The mean of +0.3 is within the "
                   "library, which ends at +0.4, but a third of that galaxy’s stars are beyond: "
                   "the last stars of the library are used for them."),
    .galaxy = { N_ ("lg Z/Z☉ = −0.3"), MS, { NO_DUST } },
    .pin = { { N_ ("−0.9"), MS, { NO_DUST, METALS (-2.6) } },
             { N_ ("0.0"), MS, { NO_DUST, METALS (-1.7) } },
             { N_ ("+0.3"), MS, { NO_DUST, METALS (-1.4) } } },
    .tiling = SL_TILING_ONE,
    .tile = { { "colours", "" } },
    .gradient = SL_PARAM_LGMET_OLD,
    .tied = SL_PARAM_LGMET_YOUNG,
    .focus = "rest:LSST/g-r" },

  { .info = { "fig5", N_ ("5 · Metallicity by age"), PAPER },
    .caption = N_ ("Figure 5. Metallicity of young and of old stars, and how the mean changes from one "
                   "to the other with age."),
    .galaxy = { NULL, MS, { NO_DUST, METALS_BY_AGE (-1.7, -2.3) } },
    .tiling = SL_TILING_TWO,
    .tile = { { "metals-ends", "" }, { "metals-map", "" } },
    .gradient = SL_PARAM_LGMET_OLD,
    .tied = -1 },

  { .info = { "fig6", N_ ("6 · Colours and metallicity by age"), PAPER },
    .caption = N_ ("Figure 6. Rest-frame colour r − i when young and old stars differ in "
                   "metallicity. Below, the derivatives by the metallicity of each for this "
                   "galaxy, whose young stars are rich in metals and whose old stars are poor. In "
                   "its first nine billion years more metals in young stars make it bluer."),
    .galaxy = { N_ ("young rich, old poor"), MS, { NO_DUST, METALS_BY_AGE (-1.7, -2.3) } },
    .pin = { { N_ ("both rich"), MS, { NO_DUST, METALS (-1.7) } },
             { N_ ("young poor, old rich"), MS, { NO_DUST, METALS_BY_AGE (-2.3, -1.7) } },
             { N_ ("both poor"), MS, { NO_DUST, METALS (-2.3) } } },
    .tiling = SL_TILING_ONE,
    .tile = { { "colours", "frame=rest-ri" } },
    .gradient = SL_PARAM_LGMET_YOUNG,
    .tied = -1,
    .more = { SL_PARAM_LGMET_OLD, SL_PARAM_LGMET_YOUNG },
    .focus = "rest:LSST/r-i" },

  { .info = { "fig7", N_ ("7 · [O III] and ionisation"), PAPER },
    .caption = N_ ("Figure 7. Equivalent width of [O III] for three ionisation parameters, in the "
                   "main-sequence galaxy and in the quenched one, whose line fades with its young "
                   "stars. Below, the derivative by the ionisation parameter of this galaxy, which "
                   "is on the main sequence and has lg U = −2."),
    .galaxy = { N_ ("lg U = −2"), MS, { NO_DUST, { SL_PARAM_LGU_MEAN, -2.0 } } },
    .pin = { { N_ ("lg U = −3"), MS, { NO_DUST, { SL_PARAM_LGU_MEAN, -3.0 } } },
             { N_ ("lg U = −1"), MS, { NO_DUST, { SL_PARAM_LGU_MEAN, -1.0 } } },
             { N_ ("quenched, lg U = −2"), QUENCHED, { NO_DUST, { SL_PARAM_LGU_MEAN, -2.0 } } },
             { N_ ("quenched, lg U = −3"), QUENCHED, { NO_DUST, { SL_PARAM_LGU_MEAN, -3.0 } } },
             { N_ ("quenched, lg U = −1"), QUENCHED, { NO_DUST, { SL_PARAM_LGU_MEAN, -1.0 } } } },
    .tiling = SL_TILING_ONE,
    .tile = { { "oiii", "" } },
    .gradient = SL_PARAM_LGU_MEAN,
    .tied = -1,
    .focus = "ew:OIII5007" },

  { .info = { "fig8", N_ ("8 · Dust"), PAPER },
    .caption = N_ ("Figure 8. The main-sequence galaxy with dust of three slopes δ, here −0.25, "
                   "and without dust. Left: its rest-frame spectrum today. Right: its observed "
                   "colour i − z against the time at which it is observed. The colour changes as "
                   "features of the spectrum move through the bands with redshift. Below, its "
                   "derivative by δ. It is negative after the first billion years: a higher δ "
                   "reddens less."),
    .galaxy = { N_ ("δ = −0.25"), MS, { DUST (1.0, 1.0, -0.25, -0.25) } },
    .pin = { { N_ ("δ = 0"), MS, { DUST (1.0, 1.0, 0.0, 0.0) } },
             { N_ ("δ = −0.5"), MS, { DUST (1.0, 1.0, -0.5, -0.5) } },
             { N_ ("no dust"), MS, { NO_DUST } } },
    .tiling = SL_TILING_TWO,
    .tile = { { "sed", "" }, { "colours", "frame=observed-iz" } },
    .gradient = SL_PARAM_DELTA_OLD,
    .tied = SL_PARAM_DELTA_YOUNG },

  { .info = { "fig9", N_ ("9 · Dust by age"), PAPER },
    .caption = N_ ("Figure 9. Dust that differs for young and old stars; this galaxy has A(young) "
                   "= 1 and A(old) = 0.5. Above, attenuation by age. Below, observed colours i − z "
                   "and r − i for more and less dust in front of each, and the derivatives by the "
                   "four parameters; the paper has those of r − i. Stars count as young up to 10 "
                   "million years here, and dust in front of old stars changes r − i more. If they "
                   "do up to 100 million years or longer, dust in front of young stars changes it "
                   "more, as the paper says."),
    .galaxy = { N_ ("A(young) 1, A(old) 0.5"), MS, { DUST (1.0, 0.5, -0.5, -0.1) } },
    .pin = { { N_ ("0.5, 0.5"), MS, { DUST (0.5, 0.5, -0.5, -0.1) } },
             { N_ ("1.5, 0.5"), MS, { DUST (1.5, 0.5, -0.5, -0.1) } },
             { N_ ("0.5, 1.5"), MS, { DUST (0.5, 1.5, -0.5, -0.1) } },
             { N_ ("1.5, 1.5"), MS, { DUST (1.5, 1.5, -0.5, -0.1) } } },
    .tiling = SL_TILING_HERO,
    .tile = { { "attenuation", "" }, { "colours", "frame=observed-iz" }, { "colours", "frame=observed-ri" } },
    .gradient = SL_PARAM_DELTA_YOUNG,
    .tied = -1,
    .more = { SL_PARAM_DELTA_OLD, SL_PARAM_AV_YOUNG, SL_PARAM_AV_OLD } },

  { .info = { "figA1", N_ ("A1 · Surviving mass"), PAPER },
    .caption = N_ ("Figure A1. Fraction of the mass formed in an SSP that is left in living stars and their "
                   "remnants at a given age, for four initial mass functions, by the fits of DSPS. The rest "
                   "has returned to the gas. Remnants alone are Figure A2."),
    .galaxy = { NULL, MS, { NO_DUST } },
    .tiling = SL_TILING_ONE,
    .tile = { { "masses", "show=surviving" } },
    .gradient = SL_PARAM_LOGM0,
    .tied = -1 },

  { .info = { "figA2", N_ ("A2 · Remnants"), PAPER },
    .caption = N_ ("Figure A2. Fraction of the mass formed in an SSP that is in white dwarfs, neutron stars "
                   "and black holes at a given age, for four initial mass functions."),
    .galaxy = { NULL, MS, { NO_DUST } },
    .tiling = SL_TILING_ONE,
    .tile = { { "masses", "show=remnants" } },
    .gradient = SL_PARAM_LOGM0,
    .tied = -1 },

  { .info = { "figB1", N_ ("B1 · Triweight"), PAPER },
    .caption = N_ ("Figure B1. The triweight kernel and a Gaussian of the same mean and width. The "
                   "kernel is zero beyond three widths and needs only sums and products."),
    .galaxy = { NULL, MS, { NO_DUST } },
    .tiling = SL_TILING_ONE,
    .tile = { { "triweight", "" } },
    .gradient = SL_PARAM_LGMET_SCATTER,
    .tied = -1 },
};

guint
sl_scene_count (void)
{
  return sl_preset_count () + G_N_ELEMENTS (scene_table);
}

SlSceneInfo
sl_scene_info (guint i)
{
  const guint n = sl_preset_count ();
  const SlPresetInfo *preset = sl_preset_info (i);

  if (preset)
    return (SlSceneInfo){ preset->name, preset->title, GALAXIES };
  return i - n < G_N_ELEMENTS (scene_table) ? scene_table[i - n].info : (SlSceneInfo){ 0 };
}

static void
make_galaxy (const Variant *variant, SlGalaxy *galaxy)
{
  sl_preset_apply (variant->preset, galaxy);
  for (guint i = 0; i < MOST_SETTINGS && (variant->set[i].id || variant->set[i].value != 0.0); i++)
    galaxy->value[variant->set[i].id] = variant->set[i].value;
}

gboolean
sl_scene_make (const char *name, SlSessionScene *scene)
{
  const Scene *row = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (scene_table); i++)
    if (g_strcmp0 (scene_table[i].info.name, name) == 0)
      row = &scene_table[i];
  if (!row)
    return FALSE;
  sl_text_copy (scene->title, _ (row->info.title), sizeof scene->title);
  make_galaxy (&row->galaxy, &scene->galaxy);
  sl_text_copy (scene->caption, _ (row->caption), sizeof scene->caption);
  scene->has_pins = TRUE;
  for (; scene->n_pins < G_N_ELEMENTS (row->pin) && row->pin[scene->n_pins].name; scene->n_pins++)
    {
      SlSessionPin *pin = &scene->pin[scene->n_pins];

      sl_text_copy (pin->name, _ (row->pin[scene->n_pins].name), sizeof pin->name);
      pin->shown = TRUE;
      make_galaxy (&row->pin[scene->n_pins], &pin->galaxy);
    }
  scene->has_layout = TRUE;
  scene->layout.tiling = row->tiling;
  for (scene->layout.n_tiles = 0;
       scene->layout.n_tiles < G_N_ELEMENTS (row->tile) && row->tile[scene->layout.n_tiles].figure;
       scene->layout.n_tiles++)
    {
      SlSessionTile *tile = &scene->layout.tile[scene->layout.n_tiles];

      g_strlcpy (tile->figure, row->tile[scene->layout.n_tiles].figure, sizeof tile->figure);
      g_strlcpy (tile->choices, row->tile[scene->layout.n_tiles].choices, sizeof tile->choices);
    }
  scene->gradient = (int) row->gradient;
  if (row->tied >= 0)
    sl_param_set_add (&scene->tied, row->tied);
  for (guint i = 0; i < G_N_ELEMENTS (row->more) && row->more[i]; i++)
    if (row->more[i] != row->gradient)
      sl_param_set_add (&scene->more_gradients, row->more[i]);
  if (row->focus)
    g_strlcpy (scene->focus, row->focus, sizeof scene->focus);
  return TRUE;
}
