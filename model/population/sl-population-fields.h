/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* What a population's description (SlPopulationSpec) consists of, a row for each member. JSON files, the
 * checkpoint, comparisons, range checks, defaults and the command line all go through this table: a new
 * member of SlPopulationSpec is a new row of it. */

typedef enum {
  SL_POP_FIELD_FLAG,         /* gboolean */
  SL_POP_FIELD_CHOICE,       /* int: number of a word of SlPopulationField.words */
  SL_POP_FIELD_COUNT,        /* guint */
  SL_POP_FIELD_WHOLE,        /* guint64, at most 2^53 so that a double holds it */
  SL_POP_FIELD_NUMBER,       /* double */
  SL_POP_FIELD_BAND,         /* guint: number of a band of the description; its name in files */
  SL_POP_FIELD_PARAMETER,    /* int: SL_POP_…; its name in files */
  SL_POP_FIELD_SET,          /* SlPopSet */
  SL_POP_FIELD_BANDS,        /* (n) names, of which the first `count` are used */
  SL_POP_FIELD_GALAXY,       /* SlGalaxy */
  SL_POP_FIELD_DISTRIBUTIONS, /* (n) SlPopDistribution, by component and parameter */
  SL_POP_FIELD_CORRELATIONS, /* (n) SlPopCorrelation, of which the first `count` are used */
  SL_POP_FIELD_CATALOGUE     /* const SlPopCatalogue * */
} SlPopulationFieldType;

enum {
  SL_POP_FIELD_IN_FILE = 1 << 0,   /* a member of JSON files; others follow from those */
  SL_POP_FIELD_SUMS = 1 << 1,      /* changes the sums of a run */
  SL_POP_FIELD_LIGHT = 1 << 2,     /* changes the tables of light (sl_pop_plan_light()) */
  /* changes which parameters the population has or which bands and bins an interface lists */
  SL_POP_FIELD_STRUCTURE = 1 << 3,
  SL_POP_FIELD_SECOND = 1 << 4,    /* means nothing in populations of one component */
  SL_POP_FIELD_REQUIRED = 1 << 5,  /* has no default in files */
  SL_POP_FIELD_ALL = ~0
};

typedef struct _SlPopulationField SlPopulationField;
struct _SlPopulationField {
  const char *name;          /* key in files and of --set; "cut.at": member `at` of the object `cut` */
  SlPopulationFieldType type;
  gsize offset;              /* bytes from the start of the description or of the list's element */
  gsize count;               /* offset of the guint that counts a list's used elements */
  guint n;                   /* array length; 1 for a single value */
  int flags;
  const char *unit;          /* "mag"; "" for none */
  double def, lo, hi;        /* of single numbers; infinite: any finite number */
  const char *doc;           /* one sentence, marked for translation; NULL: not for users */
  const char *const *words;  /* of a choice: (hi + 1) keys in files */
  const SlPopulationField *elements; /* of a list's element: (n_elements) */
  guint n_elements;
  gsize element_size;        /* bytes */
};

guint sl_population_field_count (void);
const SlPopulationField *sl_population_field (guint i);
/* Row of a name, or NULL. */
const SlPopulationField *sl_population_field_find (const char *name);
/* Bytes of the member, all elements together; without the number of those that are used. */
gsize sl_population_field_size (const SlPopulationField *self);

/* TRUE for a single number, flag, choice, band or parameter: the types that the next functions take. */
gboolean sl_population_field_is_scalar (const SlPopulationField *self);
/* base: the description, or the element for a row of `elements`. Exact: whole numbers are below 2^53. */
double sl_population_field_get (const SlPopulationField *self, gconstpointer base);
void sl_population_field_set (const SlPopulationField *self, gpointer base, double value);
/* TRUE where value is finite, in range and, where it must be, whole. Bands only against SL_POP_MAX_BANDS. */
gboolean sl_population_field_fits (const SlPopulationField *self, double value);
/* "a whole number from 1 to 512", translated, for messages. g_free. */
char *sl_population_field_expected (const SlPopulationField *self);

/* The value as text of the C locale, which reads back to the same bits: scalars, masks (hexadecimal) and
 * bands (with commas between). NULL for other types. g_free. */
char *sl_population_field_to_text (const SlPopulationField *self, const SlPopulationSpec *spec);
/* TRUE for scalars and bands that are members of files and mean something in this description. */
gboolean sl_population_field_is_settable (const SlPopulationField *self, const SlPopulationSpec *spec);
/* Reverse of to_text, for settable fields. FALSE with SL_ERROR_PARAMETER, which says what was expected; the
 * description is then as it was. */
gboolean sl_population_field_set_text (const SlPopulationField *self, SlPopulationSpec *spec,
                                       const char *text, GError **error);
/* Replaces the bands; the histogram and the cut then use the first. n from 1 to SL_POP_MAX_BANDS, names
 * shorter than SL_POP_BAND_NAME. */
void sl_population_set_bands (SlPopulationSpec *spec, const char *const *names, guint n);

/* The defaults of single values; leaves the others as they are. */
void sl_population_fields_init (SlPopulationSpec *spec);
/* FALSE with SL_ERROR_PARAMETER naming the first single value that is out of range. */
gboolean sl_population_fields_check (const SlPopulationSpec *spec, GError **error);
/* TRUE where one field is the same in both: numbers bit for bit, catalogues by their address. which:
 * SL_POP_FIELD_ALL, or flags: of a list's elements only members with one of them are compared. */
gboolean sl_population_field_same (const SlPopulationField *self, const SlPopulationSpec *a,
                                   const SlPopulationSpec *b, int which);
/* The same of all fields that have one of the flags. */
gboolean sl_population_fields_same (const SlPopulationSpec *a, const SlPopulationSpec *b, int which);
