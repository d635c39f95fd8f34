### country
