"""Jobs and wages: held at their level of 2020 until the labour market is modelled."""

from simulator.units import one, person, year, yuan
from simulator.words import driver, parameter

urban_wage = driver(yuan / person / year, "income that stands for the wage in towns", source="held at 2020",
                    column="counties.urban_income_2020_est")
unemployment_share = driver(one, "surveyed unemployment in towns", source="assumed, held at 2020", value=0.052)
national_wage_index = driver(one, "wages in other provinces over those of 2020", source="held at 2020", value=1.0)
migrant_productivity = parameter(0.80, one, "earnings of a newcomer over those of a registered worker", low=0.7, high=0.9,
                                 least=1e-6, source="assumed")
