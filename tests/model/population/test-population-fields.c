/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of a population's fields: complete, without overlap, and what comparison and texts make of it. */
#include <string.h>

#include "model/support/sl-error.h"
#include "tests/model/population/population-fields.h"

#define EACH_FIELD(field)                                                                                    \
  for (const SlPopulationField *field = sl_population_field (0);                                             \
       field < sl_population_field (0) + sl_population_field_count (); field++)

static SlPopCatalogue *catalogue;

/* Every byte of the description belongs to one field: a member without a row fails here. */
static void
test_complete (void)
{
  g_autofree guint8 *owners = g_new0 (guint8, sizeof (SlPopulationSpec));

  EACH_FIELD (field)
    {
      const gsize size = sl_population_field_size (field);

      g_assert_cmpuint (field->offset + size, <=, sizeof (SlPopulationSpec));
      for (gsize i = 0; i < size; i++)
        owners[field->offset + i]++;
      for (gsize i = 0; i < sizeof (guint) && field->count; i++)
        owners[field->count + i]++;
    }
  for (gsize i = 0; i < sizeof (SlPopulationSpec); i++)
    if (owners[i] != 1)
      g_error ("byte %" G_GSIZE_FORMAT " of SlPopulationSpec belongs to %u fields", i, owners[i]);
}

static void
test_rows (void)
{
  SlPopulationSpec spec;
  g_autoptr (GError) error = NULL;

  sl_population_spec_init (&spec);
  g_assert_true (sl_population_spec_check (&spec, &error));
  g_assert_no_error (error);
  EACH_FIELD (field)
    {
      g_assert_true (sl_population_field_find (field->name) == field);
      g_assert_nonnull (field->unit);
      g_assert_cmpint (field->type == SL_POP_FIELD_CHOICE, ==, field->words != NULL);
      if (sl_population_field_is_settable (field, &spec))
        g_assert_nonnull (field->doc);
      if (sl_population_field_is_scalar (field))
        g_assert_true (sl_population_field_fits (field, field->def));
    }
  g_assert_null (sl_population_field (sl_population_field_count ()));
  g_assert_null (sl_population_field_find ("cut"));
}

/* A change of one field is seen by that field alone, and by the sets that it belongs to. */
static void
test_same (void)
{
  SlPopulationSpec spec;

  population_fields_spec (&spec);
  EACH_FIELD (field)
    {
      SlPopulationSpec other = spec;

      g_assert_true (sl_population_fields_same (&spec, &other, SL_POP_FIELD_ALL));
      population_fields_alter (field, &other, catalogue);
      g_test_message ("%s", field->name);
      g_assert_false (sl_population_fields_same (&spec, &other, SL_POP_FIELD_ALL));
      EACH_FIELD (each)
        g_assert_cmpint (sl_population_field_same (each, &spec, &other, SL_POP_FIELD_ALL), ==, each != field);
      g_assert_cmpint (sl_population_fields_same (&spec, &other, SL_POP_FIELD_LIGHT), ==,
                       !(field->flags & SL_POP_FIELD_LIGHT));
      /* The structure of lists is in some members of their elements. */
      if (!field->elements)
        g_assert_cmpint (sl_population_fields_same (&spec, &other, SL_POP_FIELD_STRUCTURE), ==,
                         !(field->flags & SL_POP_FIELD_STRUCTURE));
      else
        g_assert_true (sl_population_fields_same (&spec, &other, SL_POP_FIELD_STRUCTURE));
    }
}

static void
test_same_lists (void)
{
  SlPopulationSpec spec, other;

  population_fields_spec (&spec);
  other = spec;
  other.axis[0][SL_POP_LOGM0].shape = SL_POP_UNIFORM;
  g_assert_false (sl_population_fields_same (&spec, &other, SL_POP_FIELD_STRUCTURE));
  other = spec;
  other.correlation[0].a = SL_POP_LOGM0;
  g_assert_false (sl_population_fields_same (&spec, &other, SL_POP_FIELD_STRUCTURE));
  other = spec;
  other.n_correlations--;
  g_assert_false (sl_population_fields_same (&spec, &other, SL_POP_FIELD_STRUCTURE));
  /* What lies beyond a list's used elements does not count. */
  other = spec;
  other.correlation[SL_POP_MAX_CORRELATIONS - 1].rho = 0.5;
  g_strlcpy (other.band[SL_POP_MAX_BANDS - 1], "old", SL_POP_BAND_NAME);
  g_assert_true (sl_population_fields_same (&spec, &other, SL_POP_FIELD_ALL));
}

/* Text and back: the same bits. */
static void
test_text (void)
{
  SlPopulationSpec spec;

  population_fields_spec (&spec);
  EACH_FIELD (field)
    {
      SlPopulationSpec altered = spec, back;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      if (!sl_population_field_is_settable (field, &spec))
        continue;
      population_fields_alter (field, &altered, catalogue);
      text = sl_population_field_to_text (field, &altered);
      back = spec;
      g_test_message ("%s=%s", field->name, text);
      g_assert_true (sl_population_field_set_text (field, &back, text, &error));
      g_assert_no_error (error);
      g_assert_true (sl_population_field_same (field, &altered, &back, SL_POP_FIELD_ALL));
      g_assert_false (sl_population_field_set_text (field, &back, "", &error));
      g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
      g_assert_true (sl_population_field_same (field, &altered, &back, SL_POP_FIELD_ALL));
    }
}

static void
test_range (void)
{
  EACH_FIELD (field)
    {
      SlPopulationSpec spec;
      g_autoptr (GError) error = NULL;

      population_fields_spec (&spec);
      if (!sl_population_field_is_scalar (field) || field->type == SL_POP_FIELD_FLAG
          || field->type == SL_POP_FIELD_CHOICE)
        continue;
      g_assert_false (sl_population_field_fits (field, NAN));
      g_assert_false (sl_population_field_fits (field, INFINITY));
      if (isfinite (field->hi))
        {
          g_assert_true (sl_population_field_fits (field, field->hi));
          sl_population_field_set (field, &spec, field->type == SL_POP_FIELD_BAND ? spec.n_bands
                                                                                  : 2.0 * field->hi + 1.0);
        }
      else
        sl_population_field_set (field, &spec, INFINITY);
      g_assert_false (sl_population_spec_check (&spec, &error));
      g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
      g_assert_nonnull (strstr (error->message, field->name));
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  catalogue = population_fields_catalogue ();
  g_test_add_func ("/population-fields/complete", test_complete);
  g_test_add_func ("/population-fields/rows", test_rows);
  g_test_add_func ("/population-fields/same", test_same);
  g_test_add_func ("/population-fields/same-lists", test_same_lists);
  g_test_add_func ("/population-fields/text", test_text);
  g_test_add_func ("/population-fields/range", test_range);
  status = g_test_run ();
  sl_pop_catalogue_free (catalogue);
  return status;
}
