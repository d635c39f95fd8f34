//! The formatters of ICU4X, made once for each thread: a page writes hundreds of dates, and making a formatter, which reads
//! patterns, names and digits from the CLDR, takes many times what writing one date takes.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, thread::LocalKey};

use icu::{
    calendar::Gregorian,
    datetime::{
        DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter, NoCalendarFormatter,
        fieldsets::{
            self,
            enums::{CalendarPeriodFieldSet, DateFieldSet},
        },
        preferences::HourCycle,
    },
    decimal::DecimalFormatter,
    list::{ListFormatter, options::ListFormatterOptions},
    locale::Locale as IcuLocale,
};
use model::locale::Locale;

/// What is told of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fields {
    /// Day, month and year.
    Date,
    /// The same, and the day of the week.
    WeekdayDate,
    /// The day of the week alone.
    Weekday,
}

/// What is told of a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Period {
    /// The month's short name.
    Month,
    /// The month and its year.
    MonthYear,
    /// The year.
    Year,
}

/// Writes days.
pub(super) type DateFormatter = FixedCalendarDateTimeFormatter<Gregorian, DateFieldSet>;
/// Writes months and years.
pub(super) type PeriodFormatter = FixedCalendarDateTimeFormatter<Gregorian, CalendarPeriodFieldSet>;
/// Writes times of day.
pub(super) type TimeFormatter = NoCalendarFormatter<fieldsets::T>;
/// Writes the city that a zone is named after.
pub(super) type CityFormatter = NoCalendarFormatter<fieldsets::zone::ExemplarCity>;

/// What has been made; `None` where it cannot be.
type Made<K, F> = RefCell<BTreeMap<K, Option<Rc<F>>>>;

thread_local! {
    static DATES: Made<(Locale, Fields), DateFormatter> = const { RefCell::new(BTreeMap::new()) };
    static PERIODS: Made<(Locale, Period), PeriodFormatter> = const { RefCell::new(BTreeMap::new()) };
    static TIMES: Made<Locale, TimeFormatter> = const { RefCell::new(BTreeMap::new()) };
    static CITIES: Made<Locale, CityFormatter> = const { RefCell::new(BTreeMap::new()) };
    static NUMBERS: Made<Locale, DecimalFormatter> = const { RefCell::new(BTreeMap::new()) };
    static LISTS: Made<Locale, ListFormatter> = const { RefCell::new(BTreeMap::new()) };
}

fn once<K: Ord, F>(all: &'static LocalKey<Made<K, F>>, key: K, make: impl FnOnce() -> Option<F>) -> Option<Rc<F>> {
    all.with_borrow_mut(|all| all.entry(key).or_insert_with(|| make().map(Rc::new)).clone())
}

pub(super) fn dates(locale: Locale, fields: Fields) -> Option<Rc<DateFormatter>> {
    once(&DATES, (locale, fields), || {
        let set = match fields {
            Fields::Date => DateFieldSet::YMD(fieldsets::YMD::long()),
            Fields::WeekdayDate => DateFieldSet::YMDE(fieldsets::YMDE::long()),
            Fields::Weekday => DateFieldSet::E(fieldsets::E::long()),
        };
        DateFormatter::try_new(preferences(locale), set).ok()
    })
}

pub(super) fn periods(locale: Locale, period: Period) -> Option<Rc<PeriodFormatter>> {
    once(&PERIODS, (locale, period), || {
        let set = match period {
            Period::Month => CalendarPeriodFieldSet::M(fieldsets::M::medium()),
            Period::MonthYear => CalendarPeriodFieldSet::YM(fieldsets::YM::long()),
            Period::Year => CalendarPeriodFieldSet::Y(fieldsets::Y::medium()),
        };
        PeriodFormatter::try_new(preferences(locale), set).ok()
    })
}

pub(super) fn times(locale: Locale) -> Option<Rc<TimeFormatter>> {
    once(&TIMES, locale, || TimeFormatter::try_new(preferences(locale), fieldsets::T::hm()).ok())
}

pub(super) fn cities(locale: Locale) -> Option<Rc<CityFormatter>> {
    once(&CITIES, locale, || CityFormatter::try_new(preferences(locale), fieldsets::zone::ExemplarCity).ok())
}

pub(super) fn numbers(locale: Locale) -> Option<Rc<DecimalFormatter>> {
    once(&NUMBERS, locale, || DecimalFormatter::try_new(icu_locale(locale).into(), Default::default()).ok())
}

pub(super) fn lists(locale: Locale) -> Option<Rc<ListFormatter>> {
    once(&LISTS, locale, || ListFormatter::try_new_and(icu_locale(locale).into(), ListFormatterOptions::default()).ok())
}

fn preferences(locale: Locale) -> DateTimeFormatterPreferences {
    let mut preferences: DateTimeFormatterPreferences = icu_locale(locale).into();
    preferences.hour_cycle = Some(HourCycle::H23);
    preferences
}

/// The locale of the CLDR for a language of the portal.
fn icu_locale(locale: Locale) -> IcuLocale {
    use icu::locale::locale;
    match locale {
        Locale::En => locale!("en-SG"),
        Locale::ZhHans => locale!("zh-Hans"),
        Locale::Id => locale!("id"),
        Locale::Ms => locale!("ms"),
        Locale::Th => locale!("th"),
        Locale::Vi => locale!("vi"),
        Locale::Km => locale!("km"),
        Locale::Lo => locale!("lo"),
        Locale::My => locale!("my"),
        Locale::Fil => locale!("fil"),
        // Singapore's Tamil groups figures by thousands, not by lakhs.
        Locale::Ta => locale!("ta-SG"),
        // European Portuguese, the one taught in Timor-Leste.
        Locale::Pt | Locale::Tet => locale!("pt-PT"),
    }
}
