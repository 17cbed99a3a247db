"""A video from an editor's computer to citizens' phones, and an officer's portrait from the admin's to the page of their village."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests import pictures, videos
from tests.e2e.browser import DESK, PHONE, assert_accessible, transferred
from tests.e2e.conftest import MakeContext, MakePhone, SignedIn
from tests.e2e.pages.naskah import NaskahPage
from tests.e2e.pages.petugas import HomePage
from tests.e2e.test_bacaan import ARTICLE_BYTES
from tests.e2e.test_pages import assert_for_everybody

# In a codec that every Chromium brings along.
FILM: FilePayload = {
    "name": "kunci.webm",
    "mimeType": "video/webm",
    "buffer": videos.video("webm", "libvpx", "libopus"),
}
LARGE: FilePayload = {"name": "besar.mp4", "mimeType": "video/mp4", "buffer": videos.large(7_000_000)}
PAPER: FilePayload = {"name": "surat.mp4", "mimeType": "video/mp4", "buffer": b"%PDF-1.7" + bytes(20_000)}
FACE: FilePayload = {"name": "wajah.jpg", "mimeType": "image/jpeg", "buffer": pictures.photo(900, 1200)}
TRANSCRIPT = "Petugas memutar setang ke kiri, lalu mencabut kunci."
DEMO = "/baca/video-tiga-langkah-mengunci-motor"
VILLAGE = "/bhabin/36.71.07.1001"


def test_uploaded_told_in_words_published_and_played(signed_in: SignedIn, make_context: MakeContext) -> None:
    """It cannot be handed in before it is told in words; readers play it, without a script too, and may take it along."""
    desk = signed_in()
    text = NaskahPage(desk).new("Himbauan").write("Kunci setang setiap kali")
    desk.get_by_label("Unggah video").set_input_files(FILM)
    shown = desk.get_by_label("Video naskah ini")
    expect(shown).to_be_visible()
    text.press("Simpan dan ajukan")
    expect(text.told("belum dapat diajukan")).to_be_visible()
    expect(desk.get_by_label("Keterangan video")).to_be_focused()
    expect(desk.get_by_text("Paling sedikit 20 huruf.")).to_be_visible()
    assert_for_everybody(desk)
    desk.get_by_label("Keterangan video").fill("Mengunci setang")
    desk.get_by_label("Isi video dalam tulisan").fill(TRANSCRIPT)
    text.save()
    desk.reload()
    expect(desk.get_by_label("Isi video dalam tulisan")).to_have_value(TRANSCRIPT)
    text.press("Simpan dan ajukan")
    expect(text.told("Diajukan.")).to_be_visible()
    # Who decides plays it before.
    assert played(desk, "Video naskah ini")
    text.press("Terbitkan sekarang")
    expect(text.told("Diterbitkan.")).to_be_visible()

    reader = make_context(java_script_enabled=False).new_page()
    reader.goto("/baca/kunci-setang-setiap-kali")
    video = reader.get_by_label("Video: Mengunci setang")
    expect(video).to_be_visible()
    reader.get_by_text("Isi video dalam tulisan").click()
    expect(reader.get_by_text(TRANSCRIPT)).to_be_visible()
    with reader.expect_download() as taken:
        reader.get_by_role("link", name=re.compile("Unduh video")).click()
    assert taken.value.suggested_filename == "kunci-setang-setiap-kali.webm"

    phone = make_context().new_page()
    with phone.expect_response(lambda answer: "/baca/video/" in answer.url and answer.status == 206):
        phone.goto("/baca/kunci-setang-setiap-kali")
        assert played(phone, "Video: Mengunci setang")


def played(page: Page, name: str) -> bool:
    """Whether it runs once somebody has pressed play."""
    return bool(
        page.get_by_label(name).evaluate(
            """(video) => new Promise((done) => {
                video.muted = true;
                video.addEventListener("timeupdate", () => video.currentTime > 0 && done(true));
                video.addEventListener("error", () => done(false), true);
                video.play().catch(() => done(false));
            })"""
        )
    )


def test_cut_off_and_sent_on(signed_in: SignedIn) -> None:
    """What is no video is refused in words; a network that goes away costs what was on its way, not what had arrived."""
    desk = signed_in()
    NaskahPage(desk).new("Berita").write("Video besar")
    choose = desk.get_by_label("Unggah video")
    choose.set_input_files(PAPER)
    expect(desk.get_by_role("alert").filter(has_text="bukan video")).to_be_visible()
    pieces: list[str] = []

    def cut(route: Route) -> None:
        pieces.append(route.request.headers["upload-offset"])
        if len(pieces) == 2:
            desk.context.set_offline(True)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    desk.route(
        re.compile("/media/tus-bacaan/"),
        lambda route: cut(route) if route.request.method == "PATCH" else route.continue_(),
    )
    choose.set_input_files(LARGE)
    expect(desk.get_by_role("alert").filter(has_text="Yang sudah terkirim tidak diulang.")).to_be_visible()
    assert_accessible(desk)
    again = desk.get_by_role("button", name="Lanjutkan mengunggah")
    expect(again).to_be_disabled()
    desk.context.set_offline(False)
    again.click()
    expect(desk.get_by_label("Video naskah ini")).to_be_visible()
    assert int(pieces[2]) >= int(pieces[0]) > 0, pieces


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_with_a_video_is_small_and_for_everybody(make_context: MakeContext, scheme: str) -> None:
    """No byte of the film is loaded before somebody plays it; its sharp poster comes once it is in sight."""
    page = make_context(color_scheme=scheme, reduced_motion="reduce", service_workers="block").new_page()
    with transferred(page) as sizes:
        page.goto(DEMO, wait_until="networkidle")
    assert not [path for path in sizes if "/baca/video/" in path]
    assert [path for path in sizes if path.endswith("-kecil.jpg")]
    text = sum(size for path, size in sizes.items() if "/baca/gambar/" not in path)
    assert text <= ARTICLE_BYTES, sorted(sizes.items(), key=lambda row: -row[1])
    page.get_by_label(re.compile("^Video:")).scroll_into_view_if_needed()
    expect(page.get_by_label(re.compile("^Video:"))).to_have_attribute(
        "poster", re.compile(r"/baca/gambar/[0-9a-f-]{36}\.jpg$")
    )
    assert_for_everybody(page)


def test_on_an_officers_phone_a_picture_and_the_words(ready_phone: MakePhone) -> None:
    """Without network nothing pretends to play."""
    officer = ready_phone().page
    officer.context.set_offline(True)
    HomePage(officer).open()
    officer.get_by_role("link", name="Bacaan untuk warga").click()
    officer.get_by_role("searchbox", name="Cari bacaan").fill("jangkauan kamera")
    officer.get_by_role("button", name=re.compile("tiga langkah mengunci motor")).click()
    shown = officer.get_by_role("dialog", name=re.compile("tiga langkah"))
    expect(shown.get_by_text("Video 20 detik, perlu sinyal.")).to_be_visible()
    expect(shown.get_by_text("Satu: kunci setang.")).to_be_visible()
    picture = shown.locator("figure img")
    assert picture.evaluate("(img) => img.complete && img.naturalWidth > 0")
    expect(shown.locator("video")).to_have_count(0)
    assert_accessible(officer)


def test_a_portrait_is_set_looked_at_and_shown(signed_in: SignedIn, make_context: MakeContext) -> None:
    """What is no picture is said; nobody sees it before the officer agreed; then with its words, and no longer when it is hidden."""
    reader = make_context(java_script_enabled=False).new_page()
    desk = signed_in("admin", viewport=DESK)
    expect(desk).to_have_url(re.compile("/administrasi/$"))
    name = officer_without_portrait(reader)
    desk.goto(f"/administrasi/?peran=bhabinkamtibmas&cari={name}")
    desk.locator("#personel a", has_text=name).first.click()
    choose = desk.get_by_label("Pilih foto")
    expect(choose).to_be_attached()
    choose.set_input_files({"name": "surat.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7"})
    expect(desk.get_by_role("alert").filter(has_text="bukan foto JPEG, PNG, atau WebP")).to_be_visible()
    choose.set_input_files(FACE)
    expect(desk.get_by_text("Belum tampil untuk warga", exact=True)).to_be_visible()
    picture = desk.get_by_role("img", name=re.compile("^Foto "))
    assert picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 384
    assert_for_everybody(desk)
    reader.reload()
    expect(reader.get_by_role("main").get_by_role("img")).to_have_count(0)
    desk.get_by_role("button", name="Petugas setuju, tampilkan").click()
    expect(desk.get_by_text("Tampil untuk warga", exact=True)).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("main").get_by_role("img", name=re.compile("^Foto "))).to_be_visible()
    everybody = make_context().new_page()
    everybody.goto(reader.url)
    assert_for_everybody(everybody)
    desk.get_by_role("button", name="Hapus foto").click()
    desk.get_by_role("button", name="Ya, hapus foto").click()
    expect(desk.get_by_text("Foto dihapus.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("main").get_by_role("img")).to_have_count(0)


def officer_without_portrait(reader: Page) -> str:
    """A village's page whose one officer has none, opened; gives their name."""
    reader.goto("/bhabin/?kecamatan=36.71.01")
    for path in [
        one.get_attribute("href") for one in reader.get_by_role("main").locator("a[href^='/bhabin/36.71.01.']").all()
    ]:
        reader.goto(str(path))
        names = reader.get_by_role("main").get_by_role("article").get_by_role("heading")
        if names.count() == 1 and not reader.get_by_role("main").get_by_role("img").count():
            return names.inner_text().split(" ", 1)[1]
    raise AssertionError("every officer of the demo has a portrait")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_portrait_that_does_not_come_leaves_initials(make_context: MakeContext, size: dict[str, int]) -> None:
    """As without network, where the page is kept and the picture is not."""
    page = make_context(viewport=size, service_workers="block").new_page()
    page.route(re.compile("/bhabin/potret/"), lambda route: route.abort())
    page.goto(VILLAGE)
    expect(page.get_by_role("main").get_by_role("img")).to_have_count(0)
    expect(page.locator("article span[aria-hidden]").first).to_have_text(re.compile("^[A-Z]{1,2}$"))
