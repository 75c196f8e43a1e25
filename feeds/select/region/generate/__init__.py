"""Write the tables of `data/` that come from other gazetteers, by hand and never at run time.

territories    countries and time-zone cities, from the CLDR that babel carries
subdivisions   ISO 3166-2 names in the languages of the region, from three folders of the CLDR
towns          cities in the scripts of the region, from GeoNames
scripts        simplified and traditional characters, Vietnamese without its diacritics

`python -m feeds.select.region.generate` writes the tables of babel; with `--cldr-core`, `--cldr-json` and `--cldr-xml`
that of the subdivisions, with `--geonames` that of the cities. Each table's head names its source, version and licence;
every other table of `data/` is our own curation, under the licence of this project. `unicode_license.txt` goes with the
tables from the CLDR.
"""
